//! Scaffolding while the core is being written; gone before the first release.
use super::*;
impl Report {
    pub fn answer(&self, _: &Heap) -> Result<report::LeakReport, Refusal> {
        Err(Refusal::NoSuchObject(ObjectId(0)))
    }
}
impl Children {
    pub fn answer(&self, _: &Heap) -> Result<Rows<children::ChildRow>, Refusal> {
        Err(Refusal::NoSuchObject(ObjectId(0)))
    }
}
impl Facts {
    pub fn answer(&self, _: &Heap) -> Result<facts::ObjectFacts, Refusal> {
        Err(Refusal::NoSuchObject(ObjectId(0)))
    }
}
impl Edges {
    pub fn answer(&self, _: &Heap) -> Result<Rows<LinkRow>, Refusal> {
        Err(Refusal::NoSuchObject(ObjectId(0)))
    }
}
impl Retainers {
    pub fn answer(&self, _: &Heap) -> Result<Rows<LinkRow>, Refusal> {
        Err(Refusal::NoSuchObject(ObjectId(0)))
    }
}
impl Search {
    pub fn answer(&self, _: &Heap) -> Result<search::Found, Refusal> {
        Err(Refusal::NoSuchObject(ObjectId(0)))
    }
}
impl Gravity {
    pub fn answer(&self, _: &Heap) -> Result<gravity::Neighbourhood, Refusal> {
        Err(Refusal::NoSuchObject(ObjectId(0)))
    }
}

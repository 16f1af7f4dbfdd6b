//! How one object, one size and one edge look in every list.
//!
//! Owns the pieces that rows are made of. Everything that came from a snapshot is made visible and put in as text.

use heapsky::question::Category;

/// The word of a category in class names and CSS variables (`--kind-object`).
pub fn kind_name(category: Category) -> &'static str {
    match category {
        Category::Object => "object",
        Category::Array => "array",
        Category::Closure => "closure",
        Category::String => "string",
        Category::Code => "code",
        Category::Number => "number",
        Category::Native => "native",
        Category::System => "system",
        Category::Synthetic => "synthetic",
        Category::Detached => "detached",
    }
}

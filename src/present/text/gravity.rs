//! Words of the gravity graph.

use super::phrases;

phrases! {
    /// The view's name.
    GRAVITY = "引力图", "Gravity graph";
}

//! .

use super::phrases;

phrases! {}

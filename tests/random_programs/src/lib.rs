//! Random programs, differentiated by `#[grad]` and by dual numbers: what the generator, the tool and the generated
//! crates share.

pub mod batch;
pub mod case;
pub mod driver;
pub mod dual;
pub mod generate;
pub mod nested;
pub mod rng;
pub mod shrink;
pub mod tree;
pub mod watch;

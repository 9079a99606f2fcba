//! Every kind of generated code in edition 2018.

#[cfg(test)]
#[path = "../../../shared/programs.rs"]
mod programs;

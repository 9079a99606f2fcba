//! Every kind of generated code in edition 2021.

#[cfg(test)]
#[path = "../../../shared/programs.rs"]
mod programs;

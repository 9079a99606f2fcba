//! Every kind of generated code in edition 2024.

#[cfg(test)]
#[path = "../../../shared/programs.rs"]
mod programs;

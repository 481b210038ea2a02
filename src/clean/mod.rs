//! Report text → clean text.

//! Tests of support, beside the rules.

//! The program: hands the command line to [`scrutineer::cli`] and ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    scrutineer::cli::main()
}

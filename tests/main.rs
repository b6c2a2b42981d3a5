//! All tests of the program that share a process. One binary: each would link the whole program, and
//! that is what takes the time. Those that must be a process of their own stand in `Cargo.toml`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that cannot go on has failed, and says where; what tests share is public"
)]

mod testkit;

mod architecture;
mod bundle_pdf;
mod call_in_clocks;
mod cases;
mod checklist_mistakes;
mod cli_ask;
mod cli_bundle;
mod cli_check;
mod cli_checklist;
mod cli_compare;
mod cli_deadline;
mod cli_documents;
mod cli_edition;
mod cli_fences;
mod cli_import;
mod cli_library;
mod cli_merge;
mod cli_offers;
mod cli_packed_papers;
mod cli_portable;
mod cli_privacy;
mod cli_program;
mod cli_quotations;
mod cli_remarks;
mod cli_settings;
mod cli_surroundings;
mod cli_survey;
mod cli_timeline;
mod content;
mod crash;
mod deadlines;
mod deadlines_of_audits;
mod desk_adding;
mod desk_board;
mod desk_closing;
mod desk_comparing;
mod desk_council_rules;
mod desk_documents;
mod desk_edition;
mod desk_evening;
mod desk_finder;
mod desk_first;
mod desk_hand_over;
mod desk_import;
mod desk_index;
mod desk_journeys;
mod desk_lists;
mod desk_looks;
mod desk_many;
mod desk_merged;
mod desk_proof;
mod desk_reading;
mod desk_said;
mod desk_screens;
mod desk_settled;
mod desk_signed;
mod desk_survey;
mod desk_timeline;
mod desk_two_people;
mod documents_compare;
mod documents_formats;
mod documents_hostile;
mod documents_hostile_formats;
mod documents_locked;
mod documents_mail;
mod documents_office;
mod documents_packs;
mod documents_pairs;
mod documents_producers;
mod documents_quotations;
mod documents_ranking;
mod documents_read;
mod documents_seen;
mod documents_sheets;
mod documents_sweep;
mod documents_web;
mod editions;
mod every_answer;
mod every_key;
mod examples;
mod findings_memory;
mod formats;
mod fuzz_findings;
mod import_any_table;
mod import_round_trip;
mod import_sheets_home;
mod keys;
mod keystrokes;
mod law_table;
mod merge_laws;
mod pictures;
mod plain_desk;
mod plain_mode;
mod read_through;
mod report_call_in;
mod report_claims;
mod report_confidence;
mod report_convert;
mod report_dates;
mod report_docx;
mod report_docx_schema;
mod report_exchange;
mod report_flow;
mod report_form;
mod report_handover;
mod report_hostile;
mod report_length;
mod report_privacy;
mod report_private;
mod report_record;
mod report_schema;
mod report_settings;
mod report_sheets;
mod report_two_papers;
mod report_wording;
mod report_workbook;
mod store_crash;
mod store_damage;
mod store_faults;
mod store_formats;
mod store_hostile;
mod store_lives;
mod store_moving;
mod store_properties;
mod store_real;
mod store_remarks;
mod store_session;
mod store_surroundings;
mod support_laws;
mod terminal_loop;
mod terminal_many;
mod terminal_pty;
#[cfg(unix)]
mod terminal_thirty;
#[cfg(unix)]
mod terminal_thirty_more;
mod wording_habits;

/// A file beside this one that nobody names is a test that never runs.
#[test]
fn no_test_file_is_forgotten() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = [include_str!("main.rs"), include_str!("../Cargo.toml")].concat();
    for entry in std::fs::read_dir(root.join("tests")).expect("the tests are there") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        let Some(module) = name.strip_suffix(".rs").filter(|one| *one != "main") else {
            continue;
        };
        let runs = named.contains(&format!("\nmod {module};\n"))
            || named.contains(&format!("path = \"tests/{name}\""));
        assert!(
            runs,
            "tests/{name} is named neither in tests/main.rs nor in Cargo.toml"
        );
    }
}

//! Settings and council profiles through the real binary.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

mod cli_home;

use cli_home::Home;

const SUBMISSION: [&str; 5] = [
    "report",
    "--example",
    "liverpool-ict-2000",
    "--kind",
    "submission",
];

#[test]
fn settings_are_used_and_a_mistake_in_them_is_told_with_a_way_out() {
    let home = Home::new();
    let (plain, code) = home.says(&SUBMISSION);
    assert_eq!(code, 0);
    home.write(
        "config/settings.toml",
        "[house]\nname = \"Anytown Branch\"\n[sections]\nsubmission = [\"grounds\"]\n",
    );
    let (own, code) = home.says(&SUBMISSION);
    assert_eq!(code, 0);
    assert!(
        own.starts_with("Anytown Branch\n\n# Submission"),
        "{own:.80}"
    );
    assert!(plain.contains("## In short") && !own.contains("## In short"));
    assert!(own.contains("not legal advice"));
    let with = |flag: &str| home.says(&[SUBMISSION.as_slice(), &[flag]].concat());
    assert_eq!(with("--without-settings"), (plain, 0));

    home.write(
        "config/settings.toml",
        "[house]\nname = \"x\"\n\n[sections]\nsubmission = [\"grunds\"]\n",
    );
    let errors = home.fails(3, &SUBMISSION);
    for expected in [
        "settings.toml:5:15",
        "did you mean \"grounds\"?",
        "--without-settings",
    ] {
        assert!(errors.contains(expected), "{expected}: {errors}");
    }
    assert_eq!(with("--without-settings").1, 0);
}

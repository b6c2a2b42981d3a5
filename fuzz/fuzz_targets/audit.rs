//! An audit of arbitrary text: every mistake is told, or it can be written so that it reads back
//! as the same audit and is written again as the same bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer::audit::file::NotAnAudit;
use scrutineer::audit::{AUDIT_FORMAT, Audit};
use scrutineer::base::SourceText;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (audit, stamp) = match Audit::read_stamped(&SourceText::new("a.audit.toml", text)) {
        Ok(read) => read,
        Err(NotAnAudit::NewerFormat(format)) => {
            assert!(format > AUDIT_FORMAT);
            return;
        }
        Err(NotAnAudit::Mistakes(mistakes)) => {
            assert!(!mistakes.is_empty(), "refused without a mistake");
            for mistake in &mistakes {
                assert!(mistake.to_string().contains(&mistake.message));
            }
            return;
        }
    };
    let written = audit.to_toml();
    let again = match Audit::read(&SourceText::new("again.audit.toml", written.as_str())) {
        Ok(again) => again,
        Err(why) => panic!("what was written does not read: {why:?}\n{written}"),
    };
    assert_eq!(again, audit, "a value was altered");
    assert_eq!(again.to_toml(), written, "the bytes are not stable");
    if let Some(stamp) = stamp {
        let written = audit.to_toml_stamped(&stamp);
        let again = Audit::read_stamped(&SourceText::new("stamped.audit.toml", written));
        assert_eq!(again, Ok((audit, Some(stamp))), "the stamp was altered");
    }
});

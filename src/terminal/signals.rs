//! The signals of the system, told to the main loop by a thread of their own.
//!
//! Nothing is done inside a signal handler. A second signal to end does not wait for a main loop
//! that is stuck (a terminal that takes no more output, say): it saves and ends from here.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use rustix::process::{Pid, getpgrp, getsid, kill_current_process_group, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

/// What a signal means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// The program is to end, by a signal of this number.
    End(i32),
    /// The user interrupted (Ctrl-C, outside raw mode): meant for an editor, if one is at work.
    Interrupt(i32),
    /// The terminal has gone.
    HangUp,
    /// Stop, as Ctrl-Z does.
    Stop,
    /// Go on after a stop.
    Continue,
    /// The window has another size.
    Window,
}

/// From now on the signals wait for [`listen`].
pub(super) fn register() -> io::Result<Signals> {
    Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])
}

/// Tells of each signal until nobody listens (`tell` answers false). A further signal to end
/// goes to `insist`, and so does an interrupt once the sitting has ended.
pub(super) fn listen(
    mut signals: Signals,
    ended: &AtomicBool,
    mut tell: impl FnMut(Signal) -> bool,
    insist: impl Fn(i32),
) {
    for number in signals.forever() {
        let signal = match number {
            SIGHUP => Signal::HangUp,
            SIGINT | SIGQUIT => Signal::Interrupt(number),
            SIGTSTP => Signal::Stop,
            SIGCONT => Signal::Continue,
            SIGWINCH => Signal::Window,
            number => Signal::End(number),
        };
        let ends = match signal {
            Signal::End(_) | Signal::HangUp => true,
            Signal::Interrupt(_) => ended.load(SeqCst),
            _ => false,
        };
        if ends && ended.swap(true, SeqCst) {
            insist(number);
        }
        if !tell(signal) {
            return;
        }
    }
}

/// Whether somebody is there who can make the program go on after a stop: a shell that gave it
/// a process group of its own. Without one a stop would be for ever.
pub(super) fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the program, and those that were started together with it, until the shell makes them
/// go on; false if that was refused. Not by SIGTSTP: that one is caught here.
pub(super) fn stop() -> bool {
    kill_current_process_group(rustix::process::Signal::STOP).is_ok()
}

/// Tells another process that it is to end.
pub(super) fn pass_on(process: u32) {
    if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        let _gone = kill_process(pid, rustix::process::Signal::TERM);
    }
}

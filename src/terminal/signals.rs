//! The signals of the system, passed to the event loop by a thread of their own.
//!
//! Nothing is done inside a signal handler. A second signal to end does not wait for an event loop
//! that is stuck (a terminal that accepts no more output, say): it saves and ends from here.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use rustix::process::{
    Pid, Resource, getpgrp, getrlimit, getsid, kill_current_process_group, kill_process,
};
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP,
    SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
};
use signal_hook::iterator::Signals;

/// The meaning of a signal here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// End the program, because of a signal of this number.
    End(i32),
    /// The user interrupted (Ctrl-C, outside raw mode): meant for an editor, if one is open.
    Interrupt(i32),
    /// The terminal has gone, or somebody claims so.
    HangUp,
    /// Stop, as Ctrl-Z does.
    Stop,
    /// Go on after a stop.
    Continue,
    /// The window has another size.
    Window,
}

/// The signals that are passed on: those that end a program which does not catch them, and those
/// for stopping and resizing.
///
/// Left alone are those that cannot be caught, those by which the system reports that this
/// program's own memory is broken (to go on would repeat the fault for ever), and those that stop a
/// program in the background. A broken pipe is ignored by the library's start.
const TOLD: [i32; 17] = [
    SIGTSTP, SIGCONT, SIGWINCH, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM,
    SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGABRT, SIGTRAP, SIGSYS,
];

/// Registers the signals: from now on they wait for [`listen`].
pub(super) fn register() -> io::Result<Signals> {
    let signals = Signals::new(TOLD)?;
    #[cfg(target_os = "linux")]
    {
        use rustix::process::Signal as Named;
        let named = [Named::IO, Named::POWER, Named::STKFLT].map(Named::as_raw);
        // The real-time ones end a program as well; a C library may keep the first for itself.
        for number in named.into_iter().chain(34..=64) {
            let _kept_for_itself = signals.add_signal(number);
        }
    }
    Ok(signals)
}

/// Passes on each signal until nobody listens (`send` returns false).
///
/// A further signal to end goes to `insist`, and so does an interrupt once the event loop has
/// ended.
pub(super) fn listen(
    mut signals: Signals,
    ended: &AtomicBool,
    mut send: impl FnMut(Signal) -> bool,
    insist: impl Fn(i32),
) {
    for number in signals.forever() {
        let signal = match number {
            SIGHUP => Signal::HangUp,
            SIGINT | SIGQUIT => Signal::Interrupt(number),
            SIGTSTP => Signal::Stop,
            SIGCONT => Signal::Continue,
            SIGWINCH => Signal::Window,
            // A file has reached its size limit. The write has failed with it, and is reported and
            // retried like any other: to end here would take that chance away. Where files may have
            // any size, somebody sent it, and it means the end.
            SIGXFSZ if getrlimit(Resource::Fsize).current.is_some() => continue,
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
        if !send(signal) {
            return;
        }
    }
}

/// Returns true if somebody can continue the program after a stop: a shell that gave it a process
/// group of its own. Without one a stop would be for ever.
pub(super) fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the program, and those that were started together with it, until the shell continues them.
/// Returns false if that was refused.
///
/// Not by SIGTSTP: that one is caught here.
pub(super) fn stop() -> bool {
    kill_current_process_group(rustix::process::Signal::STOP).is_ok()
}

/// Sends another process the signal to end.
pub(super) fn pass_on(process: u32) {
    if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        let _gone = kill_process(pid, rustix::process::Signal::TERM);
    }
}

//! The signals of the system, passed to the event loop by a thread of their own.
//!
//! Nothing is done inside a signal handler. A second signal to end does not wait for an event loop
//! that is stuck (a terminal that accepts no more output, say): it saves and ends from here.
//!
//! The console of Windows has no signals but events, of which three (a closed window, the end of a
//! session, a shutdown) end the program as soon as their handler returns, and after five seconds
//! anyhow. The handler here never returns: the program ends by itself, once everything is saved.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// The meaning of a signal here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// End the program, because of a signal of this number.
    #[cfg_attr(windows, expect(dead_code, reason = "its console has no such event"))]
    End(i32),
    /// The user interrupted (Ctrl-C, outside raw mode): meant for an editor, if one is open.
    Interrupt(i32),
    /// The terminal has gone, or somebody claims so.
    HangUp,
    /// Stop, as Ctrl-Z does.
    #[cfg(unix)]
    Stop,
    /// Go on after a stop.
    #[cfg(unix)]
    Continue,
    /// The window has another size.
    #[cfg(unix)]
    Window,
}

/// Passes a signal of this number to the event loop, and returns false once nobody listens.
///
/// A further signal to end goes to `insist`, and so does an interrupt once the event loop has
/// ended.
fn pass(
    signal: Signal,
    number: i32,
    ended: &AtomicBool,
    send: &mut impl FnMut(Signal) -> bool,
    insist: &impl Fn(i32),
) -> bool {
    let ends = match signal {
        Signal::End(_) | Signal::HangUp => true,
        Signal::Interrupt(_) => ended.load(SeqCst),
        #[cfg(unix)]
        Signal::Stop | Signal::Continue | Signal::Window => false,
    };
    if ends && ended.swap(true, SeqCst) {
        insist(number);
    }
    send(signal)
}

#[cfg(unix)]
pub(super) use unix::{can_stop, listen, pass_on, register, stop};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::AtomicBool;

    use rustix::process::{
        Pid, Resource, getpgrp, getrlimit, getsid, kill_current_process_group, kill_process,
    };
    use signal_hook::consts::{
        SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP,
        SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
    };
    use signal_hook::iterator::Signals;

    use super::{Signal, pass};

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
    pub(in crate::terminal) fn register() -> io::Result<Signals> {
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

    /// Passes on each signal until nobody listens (`send` returns false); `insist` ends at once.
    pub(in crate::terminal) fn listen(
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
            if !pass(signal, number, ended, &mut send, &insist) {
                return;
            }
        }
    }

    /// Returns true if somebody can continue the program after a stop: a shell that gave it a process
    /// group of its own. Without one a stop would be for ever.
    pub(in crate::terminal) fn can_stop() -> bool {
        getsid(None).is_ok_and(|session| session != getpgrp())
    }

    /// Stops the program, and those that were started together with it, until the shell continues them.
    /// Returns false if that was refused.
    ///
    /// Not by SIGTSTP: that one is caught here.
    pub(in crate::terminal) fn stop() -> bool {
        kill_current_process_group(rustix::process::Signal::STOP).is_ok()
    }

    /// Sends another process the signal to end.
    pub(in crate::terminal) fn pass_on(process: u32) {
        if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
            let _gone = kill_process(pid, rustix::process::Signal::TERM);
        }
    }
}

#[cfg(windows)]
pub(super) use windows::{listen, register};

#[cfg(windows)]
mod windows {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::task::{Context, Wake, Waker};
    use std::thread::{self, Thread};

    use tokio::signal::windows::{
        CtrlBreak, CtrlC, CtrlClose, CtrlLogoff, CtrlShutdown, ctrl_break, ctrl_c, ctrl_close,
        ctrl_logoff, ctrl_shutdown,
    };

    use super::{Signal, pass};

    /// The number of a hang-up, where there are numbers.
    const HANG_UP: i32 = 1;
    /// The number of an interrupt (`SIGINT`).
    const INTERRUPT: i32 = 2;
    /// The number of the key Break (`SIGBREAK`).
    const BREAK: i32 = 21;

    /// The events of the console, which wait for [`listen`].
    pub(in crate::terminal) struct Events {
        interrupt: CtrlC,
        broke: CtrlBreak,
        close: CtrlClose,
        logoff: CtrlLogoff,
        shutdown: CtrlShutdown,
    }

    /// Registers the events: from now on they wait for [`listen`].
    pub(in crate::terminal) fn register() -> io::Result<Events> {
        Ok(Events {
            interrupt: ctrl_c()?,
            broke: ctrl_break()?,
            close: ctrl_close()?,
            logoff: ctrl_logoff()?,
            shutdown: ctrl_shutdown()?,
        })
    }

    impl Events {
        /// Returns an event that has come, or sees to it that the next one wakes this thread.
        fn next(&mut self, context: &mut Context<'_>) -> Option<(Signal, i32)> {
            if self.close.poll_recv(context).is_ready()
                || self.logoff.poll_recv(context).is_ready()
                || self.shutdown.poll_recv(context).is_ready()
            {
                Some((Signal::HangUp, HANG_UP))
            } else if self.interrupt.poll_recv(context).is_ready() {
                Some((Signal::Interrupt(INTERRUPT), INTERRUPT))
            } else if self.broke.poll_recv(context).is_ready() {
                Some((Signal::Interrupt(BREAK), BREAK))
            } else {
                None
            }
        }
    }

    /// Wakes a thread, which is all the runtime that these events need.
    struct Waking(Thread);

    impl Wake for Waking {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    /// Passes on each event until nobody listens (`send` returns false); `insist` ends at once.
    pub(in crate::terminal) fn listen(
        mut events: Events,
        ended: &AtomicBool,
        mut send: impl FnMut(Signal) -> bool,
        insist: impl Fn(i32),
    ) {
        let waker = Waker::from(Arc::new(Waking(thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match events.next(&mut context) {
                None => thread::park(),
                Some((signal, number)) => {
                    if !pass(signal, number, ended, &mut send, &insist) {
                        return;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    #[test]
    fn a_closed_window_is_passed_on_once_and_a_second_one_insists() {
        let ended = AtomicBool::new(false);
        let (told, insisted) = (RefCell::new(Vec::new()), Cell::new(0));
        let mut send = |signal| {
            told.borrow_mut().push(signal);
            true
        };
        let insist = |number| insisted.set(number);
        // An interrupt is for the event loop as long as there is one.
        assert!(pass(Signal::Interrupt(2), 2, &ended, &mut send, &insist));
        assert!(pass(Signal::HangUp, 1, &ended, &mut send, &insist));
        assert_eq!(insisted.get(), 0);
        assert!(pass(Signal::Interrupt(2), 2, &ended, &mut send, &insist));
        assert_eq!(insisted.replace(0), 2);
        assert!(pass(Signal::HangUp, 1, &ended, &mut send, &insist));
        assert_eq!(insisted.get(), 1);
        let all = [
            Signal::Interrupt(2),
            Signal::HangUp,
            Signal::Interrupt(2),
            Signal::HangUp,
        ];
        assert_eq!(*told.borrow(), all);
        assert!(!pass(Signal::HangUp, 1, &ended, &mut |_| false, &insist));
    }
}

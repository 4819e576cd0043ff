//! Answers that are worked out side by side and written in order.
//!
//! An answer whose turn has come goes out as it is made. One that is ready before its turn waits here, as long as not too much waits; after
//! that its worker waits with it. So memory stays bounded, however long the stream and however slow the reader.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// So many bytes of answers may wait for their turn.
const MOST_WAITING: usize = 8 << 20;
/// A worker gathers so many bytes of one answer before it waits for its turn.
const MOST_GATHERED: usize = 1 << 20;

/// Where answers go, in the order of their numbers, from 0.
pub(crate) struct Ordered<W> {
    state: Mutex<State<W>>,
    turn: Condvar,
}

struct State<W> {
    out: W,
    /// The answer whose turn it is.
    next: usize,
    waiting: BTreeMap<usize, Vec<u8>>,
    bytes: usize,
    /// Workers that wait for their turn.
    sleeping: usize,
    /// Writing has failed; nothing more is written.
    failed: Option<io::Error>,
    is_over: bool,
}

impl<W: Write> Ordered<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            state: Mutex::new(State {
                out,
                next: 0,
                waiting: BTreeMap::new(),
                bytes: 0,
                sleeping: 0,
                failed: None,
                is_over: false,
            }),
            turn: Condvar::new(),
        }
    }

    /// The answer with this number, gathered in `room`. It must be [finished](Answer::finish).
    pub(crate) const fn answer<'o>(
        &'o self,
        number: usize,
        room: &'o mut Vec<u8>,
    ) -> Answer<'o, W> {
        Answer {
            ordered: self,
            number,
            gathered: room,
            is_finished: false,
        }
    }

    /// Whether writing has failed.
    pub(crate) fn is_over(&self) -> bool {
        self.lock().is_over
    }

    /// What went wrong in writing, when all is done.
    pub(crate) fn finish(self) -> io::Result<()> {
        let state = self.state.into_inner();
        match state.unwrap_or_else(PoisonError::into_inner).failed {
            Some(cause) => Err(cause),
            None => Ok(()),
        }
    }

    /// Waits until it is the turn of the answer, or all is over.
    fn wait_for(&self, number: usize) -> MutexGuard<'_, State<W>> {
        let mut state = self.lock();
        state.sleeping += 1;
        let mut state = self
            .turn
            .wait_while(state, |state| state.next != number && !state.is_over)
            .unwrap_or_else(PoisonError::into_inner);
        state.sleeping -= 1;
        state
    }
}

impl<W> Ordered<W> {
    fn lock(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes those that wait: what they wait for may be there.
    fn wake(&self, state: MutexGuard<'_, State<W>>) {
        let anybody = state.sleeping > 0;
        drop(state);
        if anybody {
            self.turn.notify_all();
        }
    }
}

impl<W: Write> State<W> {
    fn write(&mut self, bytes: &[u8]) {
        if self.is_over {
            return;
        }
        if let Err(cause) = self.out.write_all(bytes) {
            self.failed = Some(cause);
            self.is_over = true;
        }
    }

    /// Goes on to the next answer, and writes those that have waited for their turn.
    fn advance(&mut self) {
        self.next += 1;
        while let Some(bytes) = self.waiting.remove(&self.next) {
            self.bytes -= bytes.len();
            self.write(&bytes);
            self.next += 1;
        }
        if !self.is_over
            && let Err(cause) = self.out.flush()
        {
            self.failed = Some(cause);
            self.is_over = true;
        }
    }
}

/// One answer on its way out.
pub(crate) struct Answer<'o, W> {
    ordered: &'o Ordered<W>,
    number: usize,
    gathered: &'o mut Vec<u8>,
    is_finished: bool,
}

/// An answer that its worker broke off would keep all others waiting.
impl<W> Drop for Answer<'_, W> {
    fn drop(&mut self) {
        if !self.is_finished {
            let mut state = self.ordered.lock();
            state.is_over = true;
            self.ordered.wake(state);
        }
    }
}

impl<W: Write> Answer<'_, W> {
    /// The answer is whole.
    pub(crate) fn finish(mut self) {
        self.is_finished = true;
        let mut state = self.ordered.lock();
        let may_wait = state.bytes + self.gathered.len() <= MOST_WAITING;
        if state.next != self.number && may_wait && !state.is_over {
            state.bytes += self.gathered.len();
            let bytes = std::mem::take(self.gathered);
            state.waiting.insert(self.number, bytes);
            return;
        }
        if state.next != self.number {
            drop(state);
            state = self.ordered.wait_for(self.number);
        }
        state.write(self.gathered);
        state.advance();
        self.ordered.wake(state);
        self.gathered.clear();
    }
}

/// What is written is gathered until it is much; then it goes out, as soon as it is its turn.
impl<W: Write> Write for Answer<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gathered.is_empty() {
            let mut state = self.ordered.lock();
            if state.next == self.number {
                state.write(bytes);
                return if state.is_over {
                    Err(io::ErrorKind::BrokenPipe.into())
                } else {
                    Ok(bytes.len())
                };
            }
        }
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= MOST_GATHERED {
            let mut state = self.ordered.wait_for(self.number);
            state.write(self.gathered);
            let is_over = state.is_over;
            drop(state);
            self.gathered.clear();
            if is_over {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three workers, each with every third answer; the first worker begins late. Answer 4 is larger than what a worker may gather.
    #[test]
    fn answers_go_out_in_order_whenever_they_are_ready() {
        let mut out = Vec::new();
        let ordered = Ordered::new(&mut out);
        std::thread::scope(|scope| {
            for worker in 0..3 {
                let ordered = &ordered;
                scope.spawn(move || {
                    std::thread::sleep(std::time::Duration::from_millis(20 * (2 - worker)));
                    let mut room = Vec::new();
                    for number in (worker..9).step_by(3) {
                        let number = usize::try_from(number).expect("a number");
                        let mut answer = ordered.answer(number, &mut room);
                        let size = if number == 4 { MOST_GATHERED + 1 } else { 3 };
                        writeln!(answer, "{}{number}", "0".repeat(size)).expect("writes");
                        answer.finish();
                    }
                });
            }
        });
        ordered.finish().expect("writes");
        let text = String::from_utf8(out).expect("text");
        let numbers: Vec<usize> = text
            .lines()
            .map(|line| line.trim_start_matches('0').parse().unwrap_or(0))
            .collect();
        assert_eq!(numbers, (0..9).collect::<Vec<_>>());
        assert!(text.len() > MOST_GATHERED);
    }
}

#pragma once

namespace digits {

/// From now on Ctrl-C (SIGINT) and SIGTERM are only noted, so that the program can stop in good
/// order.
void note_interrupts();

/// The signal that was noted, or 0.
int interrupted() noexcept;

}  // namespace digits

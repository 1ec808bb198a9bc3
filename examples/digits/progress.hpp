#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>

namespace digits {

/// How far a training is.
struct moment {
  int epoch = 0;  ///< The current one, counted from 1; 0 before the first.
  int epochs = 0;
  double done = 0;      ///< The share of all steps, 0..1.
  double loss = 0;      ///< Mean over the batches of this epoch so far.
  double accuracy = 0;  ///< On the test images, after the epoch before.
  double steps_per_second = 0;
  bool epoch_ended = false;  ///< Then loss and accuracy are those of the epoch.
};

/// What the output can show.
struct screen {
  bool live = false;     ///< A terminal, whose last line can be drawn again.
  bool unicode = false;  ///< Has ━.
  bool colour = false;
};

/// Looks at standard output and at TERM, NO_COLOR and the locale's variables.
screen standard_output();

/// The columns of the terminal, or 80.
std::size_t terminal_width();

/// A bar and the figures, in exactly `width` columns or, if it is very narrow, fewer figures.
std::string bar_line(const moment& m, std::size_t width, const screen& s);

/// Shows trainings, one after another: a bar that moves on a terminal, else some lines.
class progress {
 public:
  progress(std::ostream& out, const screen& s) : out_(out), screen_(s) {}

  void begin(const std::string& name, const std::string& description);
  void show(const moment& m);
  void end();  ///< Leaves the last moment standing.

 private:
  void draw(const moment& m);

  std::ostream& out_;
  screen screen_;
  moment last_;
  bool last_is_shown_ = true;
  std::chrono::steady_clock::time_point next_draw_;
};

}  // namespace digits

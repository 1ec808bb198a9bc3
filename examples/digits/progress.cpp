#include "digits/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <string_view>
#include <vector>

#include "digits/text.hpp"

namespace digits {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds between_drawings = 50ms;
constexpr int plain_lines = 5;  // for each training
constexpr std::size_t shortest_bar = 8;
constexpr std::string_view margin = "  ";

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {  // the first that is set counts
    const std::string_view value = variable(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != value.npos || value.find("utf8") != value.npos;
  }
  return false;
}

std::vector<std::string> figures(const moment& m) {
  const std::string epochs = std::to_string(m.epochs);
  return {"epoch " + pad_left(std::to_string(m.epoch), epochs.size()) + "/" + epochs,
          "loss " + fixed(m.loss, 4), "accuracy " + fixed(m.accuracy, 3),
          pad_left(grouped(std::llround(m.steps_per_second)), 6) + " steps/s"};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string line;
  for (const std::string& part : parts) line.append(margin).append(part);
  return line;
}

std::string bar(double done, std::size_t width, const screen& s) {
  const auto filled = static_cast<std::size_t>(
      std::lround(std::clamp(done, 0.0, 1.0) * static_cast<double>(width)));
  std::string line = s.colour ? "\033[36m" : "";
  for (std::size_t i = 0; i < width; ++i) {
    if (i == filled && s.colour) line += "\033[90m";
    line += s.unicode ? (i < filled || s.colour ? "━" : "╌") : (i < filled ? "#" : "-");
  }
  return line + (s.colour ? "\033[0m" : "");
}

}  // namespace

screen standard_output() {
  const std::string_view term = variable("TERM");
  const bool live = isatty(STDOUT_FILENO) == 1 && !term.empty() && term != "dumb";
  return {
      .live = live, .unicode = locale_is_utf8(), .colour = live && variable("NO_COLOR").empty()};
}

std::size_t terminal_width() {
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

std::string bar_line(const moment& m, std::size_t width, const screen& s) {
  std::vector<std::string> parts = figures(m);
  const auto taken = [&] { return margin.size() + joined(parts).size(); };
  while (parts.size() > 1 && taken() + shortest_bar > width) parts.pop_back();
  const std::size_t room = width - std::min(width, taken());
  return std::string(margin) + bar(m.done, room, s) + joined(parts);
}

void progress::begin(const std::string& name, const std::string& description) {
  const std::size_t width = screen_.live ? std::min<std::size_t>(terminal_width(), 100) : 100;
  out_ << (screen_.colour ? "\033[1m" + name + "\033[0m" : name) << '\n'
       << wrap(description, width, margin.size()) << std::endl;
  last_is_shown_ = true;
  next_draw_ = {};
}

void progress::draw(const moment& m) {
  if (screen_.live) {  // the last column stays free: writing there may start a new line
    out_ << '\r' << bar_line(m, terminal_width() - 1, screen_) << "\033[K" << std::flush;
  } else {
    out_ << joined(figures(m)) << std::endl;
  }
}

void progress::show(const moment& m) {
  last_ = m;
  last_is_shown_ = false;
  const auto now = std::chrono::steady_clock::now();
  const int every = std::max(1, m.epochs / plain_lines);
  if (screen_.live ? now < next_draw_ : !m.epoch_ended || m.epoch % every != 0) return;
  draw(m);
  last_is_shown_ = true;
  next_draw_ = now + between_drawings;
}

void progress::end() {
  if (!last_is_shown_) draw(last_);
  if (screen_.live) out_ << '\n';
  out_ << std::endl;
  last_is_shown_ = true;
}

}  // namespace digits

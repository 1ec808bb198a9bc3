#include "digits/gnuplot.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <string_view>
#include <utility>

#include "digits/text.hpp"

namespace digits {
namespace {

constexpr int command_not_found = 127;  // the shell's answer

// Told apart with any kind of colour vision (Okabe and Ito).
constexpr std::array<std::string_view, 6> colours{"#0072b2", "#d55e00", "#009e73",
                                                  "#cc79a7", "#e69f00", "#56b4e9"};

// What stands between @ is filled in.
constexpr std::string_view script_pattern = R"(# Draws curves.csv: gnuplot curves.gp
set datafile separator ','
set border 3 linecolor rgb '#606060'
set tics nomirror out scale 0.6 textcolor rgb '#303030'
set grid linetype 1 linecolor rgb '#e4e4e4' linewidth 1
set key noenhanced Left reverse samplen 2.5 spacing 1.3 textcolor rgb '#303030'
set xlabel 'epoch'
set xrange [0:@last epoch@]
@line styles@
do for [kind in 'png svg'] {
  if (kind eq 'png') {
    set terminal pngcairo size 1500,640 font 'sans,13' background rgb 'white'
  } else {
    set terminal svg size 1050,450 dynamic font 'sans,12' background rgb 'white'
  }
  set output 'curves.'.kind
  set multiplot layout 1,2 margins 0.075,0.985,0.12,0.83 spacing 0.085 \
      title @title@ noenhanced font ',16'

  set title 'Loss on the training images'
  set ylabel 'cross-entropy (log scale)'
  set logscale y
  set yrange [1e-4 < * : *]
  set format y '%g'
  unset key
  plot @loss curves@

  set title 'Accuracy on the test images'
  set ylabel 'share recognised'
  unset logscale y
  set yrange [@lowest accuracy@:1]
  set format y '%.2f'
  set key inside bottom right
  plot @accuracy curves@

  unset multiplot
}
set output
)";

std::string filled(std::string text,
                   const std::vector<std::pair<std::string_view, std::string>>& values) {
  for (const auto& [mark, value] : values) text.replace(text.find(mark), mark.size(), value);
  return text;
}

// In single quotes, where `quote` stands for a quote.
std::string quoted(std::string_view text, std::string_view quote) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += quote;
    } else {
      result += c;
    }
  }
  return result += '\'';
}

std::string in_gnuplot(std::string_view text) { return quoted(text, "''"); }
std::string in_shell(std::string_view text) { return quoted(text, "'\\''"); }

std::string line_styles(std::size_t n) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) {
    text += "set style line " + std::to_string(i + 1) + " linewidth 2.2 linecolor rgb ";
    text += in_gnuplot(colours[i % colours.size()]);
    text += " dashtype " + std::to_string(i / colours.size() + 1) + "\n";
  }
  return text;
}

std::string curves_of(const std::vector<run>& runs, const std::string& column) {
  std::string text;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string name = in_gnuplot(runs[i].name);
    if (i > 0) text += ", \\\n       ";
    text += "'curves.csv' using (strcol('optimizer') eq " + name;
    text += " ? column('epoch') : NaN):(column('" + column + "')) with lines linestyle ";
    text += std::to_string(i + 1) + " title " + name;
  }
  return text;
}

}  // namespace

std::string curves_script(const std::vector<run>& runs, const std::string& title) {
  int last_epoch = 1;
  double best_accuracy = 0;
  for (const run& r : runs) {
    for (const epoch_record& e : r.epochs) {
      last_epoch = std::max(last_epoch, e.epoch);
      best_accuracy = std::max(best_accuracy, e.test_accuracy);
    }
  }
  const double lowest_accuracy = best_accuracy > 0.95 ? 0.9 : 0.0;  // good ones crowd near 1
  return filled(std::string(script_pattern),
                {{"@last epoch@", std::to_string(last_epoch)},
                 {"@line styles@", line_styles(runs.size())},
                 {"@loss curves@", curves_of(runs, "train_loss")},
                 {"@lowest accuracy@", fixed(lowest_accuracy, 1)},
                 {"@accuracy curves@", curves_of(runs, "test_accuracy")},
                 {"@title@", in_gnuplot(title)}});
}

std::string run_gnuplot(const std::string& gnuplot, const std::filesystem::path& script) {
  const std::filesystem::path log = script.string() + ".log";
  const std::string command = "cd " + in_shell(script.parent_path().string()) + " && " +
                              in_shell(gnuplot) + " " + in_shell(script.filename().string()) +
                              " >" + in_shell(log.filename().string()) + " 2>&1";
  std::FILE* shell = popen(command.c_str(), "r");
  const int status = shell == nullptr ? -1 : pclose(shell);
  if (status == 0) return {};
  if (WIFEXITED(status) && WEXITSTATUS(status) == command_not_found) {
    return "'" + gnuplot + "' was not found (on Debian: apt install gnuplot-nox)";
  }
  std::ifstream said(log);
  std::string line;
  while (std::getline(said, line)) {  // the first line is often empty, the next a caret
    if (line.find_first_not_of(" ^") != std::string::npos) {
      return std::string(gnuplot).append(" stopped: ").append(line);
    }
  }
  return gnuplot + " was stopped";
}

}  // namespace digits

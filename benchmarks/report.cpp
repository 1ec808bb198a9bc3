#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace bench {
namespace {

bool missed(const row& r) { return r.r.median < r.target; }

}  // namespace

void print_head() {
  fmt::print("{:<36} {:<26} {:<10} {:>3} {:<6} {:>6}  {:<12} {:>6}\n", "work", "reference", "size",
             "thr", "isa", "ratio", "quartiles", "target");
}

void print(const row& r) {
  const std::string target = r.target == 0 ? "" : fmt::format(">={:.2f}", r.target);
  fmt::print("{:<36} {:<26} {:<10} {:>3} {:<6} {:>6.2f}  {:.2f} .. {:.2f} {:>6}{}\n", r.work,
             r.reference, r.size, r.threads, r.isa, r.r.median, r.r.lower_quartile,
             r.r.upper_quartile, target, missed(r) ? " missed" : "");
  std::fflush(stdout);
}

void print_foot(const std::vector<row>& rows) {
  fmt::print(
      "ratio: time of the reference / time of the work, median over interleaved rounds; above 1 is "
      "faster.\n{} of {} rows miss their target\n",
      std::count_if(rows.begin(), rows.end(), missed), rows.size());
}

void write_json(const std::vector<row>& rows, const std::string& file) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const row& r : rows) {
    list.push_back({{"work", r.work},
                    {"reference", r.reference},
                    {"size", r.size},
                    {"elements", r.elements},
                    {"threads", r.threads},
                    {"isa", r.isa},
                    {"ratio", r.r.median},
                    {"lower_quartile", r.r.lower_quartile},
                    {"upper_quartile", r.r.upper_quartile},
                    {"target", r.target},
                    {"reference_seconds", r.r.reference_seconds},
                    {"seconds", r.r.variant_seconds}});
  }
  write_file(file, list.dump(2) + "\n");
}

void write_file(const std::string& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  if (!out.flush()) throw std::runtime_error("bench: cannot write " + file);
}

}  // namespace bench

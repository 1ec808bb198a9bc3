#include "speed.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <set>
#include <tuple>

namespace bench {

std::string speed_tsv(std::span<const row> rows) {
  std::string text = "isa\tparameters\tcontender\tparameters_per_second\n";
  std::set<std::tuple<std::string, std::size_t, std::string>> seen;
  const auto add = [&](const row& r, const std::string& contender, double seconds) {
    if (!seen.emplace(r.isa, r.elements, contender).second) return;
    fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{:.4g}\n", r.isa, r.elements, contender,
                   static_cast<double>(r.elements) / seconds);
  };
  for (const row& r : rows) {
    add(r, r.reference, r.r.reference_seconds);
    add(r, r.work, r.r.variant_seconds);
  }
  return text;
}

void write_speed(std::span<const row> rows, const std::string& folder) {
  std::filesystem::create_directories(folder);
  write_file((std::filesystem::path(folder) / "speed.tsv").string(), speed_tsv(rows));
}

}  // namespace bench

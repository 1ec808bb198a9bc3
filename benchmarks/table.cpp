#include <fmt/format.h>

#include <algorithm>
#include <optaxx/optaxx.hpp>

#include "rows.hpp"

namespace bench {
namespace {

std::string size_text(std::size_t elements) {
  if (elements % (1U << 20) == 0) return fmt::format("{} Mi", elements >> 20);
  if (elements >= 1'000'000) return fmt::format("{:.1f} M", static_cast<double>(elements) / 1e6);
  return std::to_string(elements);
}

}  // namespace

void table::add(const line& l, const std::function<void()>& reference,
                const std::function<void()>& work) {
  for (const std::size_t n : settings_.threads) {
    const double target = n == 1 ? l.target : l.target_of_two_threads;
    if (target < 0) continue;
    optaxx::set_threads(n);
    const int rounds = l.elements > l3_elements ? settings_.rounds_in_memory : settings_.rounds;
    rows_.push_back({l.work, l.reference, size_text(l.elements), optaxx::instruction_set(),
                     l.elements, static_cast<int>(n),
                     interleave(reference, work, rounds, settings_.sample_seconds), target});
    print(rows_.back());
  }
  optaxx::set_threads(1);
}

}  // namespace bench

#include "interleave.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>

namespace bench {
namespace {

using steady = std::chrono::steady_clock;

long involuntary_switches() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_nivcsw;
}

double seconds_of(const std::function<void()>& f, int calls) {
  const auto start = steady::now();
  for (int i = 0; i < calls; ++i) f();
  return std::chrono::duration<double>(steady::now() - start).count();
}

int calls_that_fill(const std::function<void()>& f, double seconds) {
  f();
  const double one = std::max(1e-9, seconds_of(f, 1));
  const int guess = std::max(1, static_cast<int>(seconds / one));
  if (guess == 1) return 1;
  const double some = seconds_of(f, guess) / guess;
  return std::max(1, static_cast<int>(seconds / some));
}

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5)];
}

}  // namespace

ratio interleave(const std::function<void()>& reference, const std::function<void()>& variant,
                 int rounds, double sample_seconds) {
  const int reference_calls = calls_that_fill(reference, sample_seconds);
  const int variant_calls = calls_that_fill(variant, sample_seconds);
  std::vector<double> ratios, reference_times, variant_times;
  for (int round = 0; round < rounds; ++round) {
    double a = 0;
    double b = 0;
    for (int attempt = 0; attempt < 4; ++attempt) {
      const long before = involuntary_switches();
      const auto sample = [&](bool first) {
        (first ? reference : variant)();
        (first ? a : b) =
            seconds_of(first ? reference : variant, first ? reference_calls : variant_calls) /
            (first ? reference_calls : variant_calls);
      };
      sample(round % 2 == 0);
      sample(round % 2 != 0);
      if (involuntary_switches() == before) break;
    }
    ratios.push_back(a / b);
    reference_times.push_back(a);
    variant_times.push_back(b);
  }
  return {quantile(ratios, 0.25), quantile(ratios, 0.5), quantile(ratios, 0.75),
          quantile(reference_times, 0.5), quantile(variant_times, 0.5)};
}

}  // namespace bench

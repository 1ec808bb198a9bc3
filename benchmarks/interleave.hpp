#pragma once

#include <functional>
#include <string>
#include <vector>

namespace bench {

/// How many times faster the variant is than the reference: time of the reference / time of the
/// variant in the same round. Above 1: the variant is faster.
struct ratio {
  double lower_quartile, median, upper_quartile;
  double reference_seconds, variant_seconds;  // medians of one call
};

/// Runs both side by side, round by round, in alternating order. A sample is a warm-up and as many
/// calls as fill `sample_seconds`. A round that the system interrupted (an involuntary context
/// switch in a sample) is repeated, up to three times.
ratio interleave(const std::function<void()>& reference, const std::function<void()>& variant,
                 int rounds, double sample_seconds);

}  // namespace bench

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "digits/data.hpp"
#include "digits/history.hpp"
#include "digits/optimizers.hpp"
#include "digits/progress.hpp"

namespace digits {

struct training {
  int epochs = 40;
  std::size_t batch = 32;
  std::uint64_t seed = 0;
};

/// The last batch of an epoch may be a smaller one.
std::int64_t steps_per_epoch(std::size_t images, std::size_t batch);

/// Called after each step. Training goes on while it returns true.
using observer = std::function<bool(const moment&)>;

/// Trains a new network. With the same seed, every optimizer starts from the same weights and sees
/// the same batches.
run train(const recipe& optimizer, const split& data, const training& how, const observer& watch);

}  // namespace digits

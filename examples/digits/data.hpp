#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>
#include <xtensor/xtensor.hpp>

namespace digits {

inline constexpr std::size_t pixels = 64;  // 8 x 8
inline constexpr std::size_t classes = 10;

struct dataset {
  xt::xtensor<float, 2> images;     ///< One image a row, pixels scaled to 0..1.
  std::vector<std::size_t> labels;  ///< The digit of each row.

  std::size_t size() const { return labels.size(); }
};

/// Reads a header line, then 64 pixels (0..16) and a digit (0..9) a line.
/// Throws std::runtime_error that names the file and the line.
dataset load_csv(const std::filesystem::path& file);

/// The rows at `indices`, in that order.
dataset take(const dataset& all, std::span<const std::size_t> indices);

struct split_indices {
  std::vector<std::size_t> train, test;
};

/// `test` of the `total` rows, chosen by the seed, are kept for testing. Every platform chooses the
/// same ones. Throws std::invalid_argument if nothing would be left to train on.
split_indices choose_split(std::size_t total, std::size_t test, std::uint64_t seed);

struct split {
  dataset train, test;
};

split split_dataset(const dataset& all, std::size_t test, std::uint64_t seed);

}  // namespace digits

#include "digits/data.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "digits/random.hpp"

namespace digits {
namespace {

constexpr unsigned brightest = 16;  // the largest pixel value in the file

using row = std::array<unsigned, pixels + 1>;  // the pixels, then the label

/// Where the reader stands, for messages.
struct position {
  const std::filesystem::path& file;
  std::size_t line = 0;

  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(file.string() + ":" + std::to_string(line) + ": " + what);
  }
};

unsigned parse_cell(std::string_view cell, unsigned largest, const position& where) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size() || value > largest) {
    where.fail("expected a whole number from 0 to " + std::to_string(largest) + ", got '" +
               std::string(cell) + "'");
  }
  return value;
}

row parse_row(std::string_view line, const position& where) {
  const auto cells = static_cast<std::size_t>(std::ranges::count(line, ',')) + 1;
  row values{};
  if (cells != values.size()) {
    where.fail("expected " + std::to_string(values.size()) + " columns, got " +
               std::to_string(cells));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t comma = std::min(line.find(','), line.size());
    values[i] = parse_cell(line.substr(0, comma), i < pixels ? brightest : classes - 1, where);
    line.remove_prefix(std::min(comma + 1, line.size()));
  }
  return values;
}

}  // namespace

dataset load_csv(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot open '" + file.string() + "'");

  std::vector<row> rows;
  position where{file};
  for (std::string line; std::getline(in, line);) {
    ++where.line;
    if (line.ends_with('\r')) line.pop_back();
    if (where.line == 1) {
      if (!line.starts_with("p00,")) where.fail("expected a header that starts with 'p00,'");
    } else {
      rows.push_back(parse_row(line, where));
    }
  }
  if (in.bad()) where.fail("cannot read on");
  if (rows.empty()) where.fail("the file has no images");

  dataset all{xt::xtensor<float, 2>::from_shape({rows.size(), pixels}), {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < pixels; ++j) {
      all.images(i, j) = static_cast<float>(rows[i][j]) / static_cast<float>(brightest);
    }
    all.labels.push_back(rows[i][pixels]);
  }
  return all;
}

dataset take(const dataset& all, std::span<const std::size_t> indices) {
  const std::size_t width = all.images.shape(1);
  dataset chosen{xt::xtensor<float, 2>::from_shape({indices.size(), width}), {}};
  chosen.labels.reserve(indices.size());
  float* to = chosen.images.data();
  for (const std::size_t i : indices) {
    to = std::copy_n(all.images.data() + i * width, width, to);
    chosen.labels.push_back(all.labels[i]);
  }
  return chosen;
}

split_indices choose_split(std::size_t total, std::size_t test, std::uint64_t seed) {
  if (test == 0 || test >= total) {
    throw std::invalid_argument("choose_split: test must be from 1 to " +
                                std::to_string(total == 0 ? 0 : total - 1) + ", got " +
                                std::to_string(test));
  }
  std::mt19937_64 rng = generator(seed, purpose::split);
  split_indices chosen{.train = {}, .test = shuffled(total, rng)};
  chosen.train.assign(chosen.test.begin() + static_cast<std::ptrdiff_t>(test), chosen.test.end());
  chosen.test.resize(test);
  return chosen;
}

split split_dataset(const dataset& all, std::size_t test, std::uint64_t seed) {
  const split_indices chosen = choose_split(all.size(), test, seed);
  return {take(all, chosen.train), take(all, chosen.test)};
}

}  // namespace digits

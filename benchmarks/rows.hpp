#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "report.hpp"

namespace bench {

/// How much time is spent, and on what.
struct settings {
  int rounds = 25;
  int rounds_in_memory = 9;  // of what is larger than the caches
  double sample_seconds = 4e-3;
  std::size_t dram = std::size_t{64} << 20;
  std::vector<std::size_t> threads = {1, 2};
};

/// Sizes in parameters: four arrays of float32 lie in the second-level cache, or the third.
inline constexpr std::size_t l2_elements = 40'960;
inline constexpr std::size_t l3_elements = std::size_t{1} << 20;

/// What the rows go to; prints each.
class table {
 public:
  explicit table(settings s) : settings_(std::move(s)) {}

  struct line {
    std::string work, reference;
    std::size_t elements;
    double target, target_of_two_threads;
  };
  /// Measures with each number of threads. A negative target: not with that many.
  void add(const line& l, const std::function<void()>& reference,
           const std::function<void()>& work);

  const settings& how() const { return settings_; }
  const std::vector<row>& rows() const { return rows_; }

 private:
  settings settings_;
  std::vector<row> rows_;
};

/// The sizes of ResNet-50's arrays: 161 of them, 25,557,032 parameters.
std::vector<std::size_t> resnet50();

// The kinds of rows, each in a file of its own.
void add_chains(table& t);      // six links and eleven against the loop by hand
void add_optimizers(table& t);  // named optimizers against their loops by hand
void add_layouts(table& t);     // many arrays against one
void add_links(table& t);       // a norm, masks, narrow storage, accumulation
void add_axes(table& t);        // sums over axes against passes by hand
void add_steps(table& t);       // what a step costs by itself
void add_sizes(table& t);       // one optimizer over many sizes, one thread; what the plot shows

}  // namespace bench

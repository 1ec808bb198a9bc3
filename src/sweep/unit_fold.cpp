#include "sweep/unit_fold.hpp"

#include <algorithm>
#include <limits>

#include "core/element.hpp"
#include "sweep/reduce.hpp"

namespace optaxx::exec {

double nothing(isa::fold how) noexcept {
  return how == isa::fold::max ? -std::numeric_limits<double>::infinity() : 0.0;
}

double folded(isa::fold how, double a, double b) noexcept {
  if (how == isa::fold::sum) return a + b;
  return a != a || b < a ? a : b;
}

unit_fold::unit_fold(isa::fold how, const isa::instruction_set& set, const axis_runs& runs,
                     std::size_t begin, std::size_t end, double* units) noexcept
    : how_(how), isa_(set), runs_(runs), at_(begin), end_(end), units_(units) {
  const auto [first, last] = runs.units_of(begin, end);
  first_unit_ = first;
  std::fill_n(units, last - first, nothing(how));
  clear();
}

void unit_fold::add(dtype type, const void* values, std::size_t end) noexcept {
  const auto* const x = static_cast<const std::byte*>(values);
  runs_.for_each_run(at_, end, [&](const axis_runs::run& run) {
    const std::byte* const from = x + (run.element - at_) * size_of(type);
    double* const unit = units_ + (run.unit - first_unit_);
    if (run.step == 1) return isa_.fold_units(how_, type, from, run.elements, unit);
    add_run(type, from, run.elements);
    if (run.ends || run.element + run.elements == end_) *unit = folded(how_, *unit, take());
  });
  at_ = end;
}

void unit_fold::add_run(dtype type, const std::byte* x, std::size_t n) noexcept {
  while (n > 0) {
    std::size_t some = std::min(n, isa::block_elements - count_);
    if (const std::size_t lane = count_ % isa::virtual_lanes; lane != 0) {
      some = std::min(some, isa::virtual_lanes - lane);
      for (std::size_t i = 0; i < some; ++i) {
        double& to = lanes_[lane + i];
        to = folded(how_, to, detail::load_element(type, x, i));
      }
    } else {
      isa_.fold_run(how_, type, x, some, lanes_.data());
    }
    x += some * size_of(type);
    n -= some;
    count_ += some;
    if (count_ == isa::block_elements) end_block();
  }
}

double unit_fold::take() noexcept {
  double result = count_ > 0 || blocks_ == 0 ? of_lanes() : sums_[--depth_];
  while (depth_ > 0) result = folded(how_, sums_[--depth_], result);
  clear();
  return result;
}

void unit_fold::clear() noexcept {
  lanes_.fill(nothing(how_));
  count_ = 0;
  blocks_ = 0;
  depth_ = 0;
}

double unit_fold::of_lanes() const noexcept {
  if (how_ == isa::fold::sum) return fold_lanes(lanes_.data());
  double result = lanes_[0];
  for (std::size_t i = 1; i < lanes_.size(); ++i) result = folded(how_, result, lanes_[i]);
  return result;
}

// Neighbours first: as many are pending as the number of blocks has ones.
void unit_fold::end_block() noexcept {
  double sum = of_lanes();
  ++blocks_;
  for (std::size_t k = blocks_; k % 2 == 0; k /= 2) sum = folded(how_, sums_[--depth_], sum);
  sums_[depth_++] = sum;
  lanes_.fill(nothing(how_));
  count_ = 0;
}

}  // namespace optaxx::exec

#include "recipe/run/nested_run.hpp"

#include <algorithm>
#include <utility>

namespace optaxx::recipes {
namespace {

thread_local interpreter* innermost = nullptr;

}  // namespace

nested_run::nested_run(interpreter& in)
    : in_(in), outer_(std::exchange(innermost, &in)), begin_(in.work_) {
  if (outer_ == nullptr) return;
  const std::uint64_t left = outer_->most_work() - std::min(outer_->work_, outer_->most_work());
  in.work_ = std::max(in.work_, in.most_work() - std::min(left, in.most_work()));
  in.depth_ = std::max(in.depth_, outer_->depth_);
  begin_ = in.work_;
  if (outer_->over_arrays() || !in.over_arrays()) in.arrays_ = outer_->arrays_;
}

nested_run::~nested_run() {
  innermost = outer_;
  if (outer_ != nullptr) outer_->work_ += in_.work_ - begin_;
}

}  // namespace optaxx::recipes

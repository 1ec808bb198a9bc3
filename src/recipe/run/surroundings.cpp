#include "recipe/run/surroundings.hpp"

#include <utility>

#include "recipe/values/value_memory.hpp"

namespace optaxx::recipes {
namespace {

constexpr std::int64_t most_bytes = std::int64_t{256} << 20;

thread_local constinit const surroundings_of_text* outermost = nullptr;

}  // namespace

surroundings_of_text::surroundings_of_text() : outermost_(outermost == nullptr) {
  if (!outermost_) return;
  outermost = this;
  value_memory& memory = value_memory::of_thread();
  most_before_ = std::exchange(memory.most, memory.bytes + most_bytes);
}

surroundings_of_text::~surroundings_of_text() {
  if (!outermost_) return;
  outermost = nullptr;
  value_memory::of_thread().most = most_before_;
}

surroundings_of_caller::surroundings_of_caller()
    : text_(std::exchange(outermost, nullptr)), ours_(float_control::read()) {
  if (text_ != nullptr) float_control::write(text_->guard_.callers());
}

surroundings_of_caller::~surroundings_of_caller() {
  if (text_ != nullptr) float_control::write(ours_);
  outermost = text_;
}

}  // namespace optaxx::recipes

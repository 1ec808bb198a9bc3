#include "optaxx/core/nestable.hpp"

#include <stdexcept>
#include <string>

namespace optaxx::detail {
namespace {

struct waiting_list {
  bool in_use;
  const nestable* first;
};
thread_local constinit waiting_list waiting = {false, nullptr};

constexpr std::size_t most = 500;
thread_local constinit std::size_t depth = 0;

}  // namespace

void nestable::deleter::operator()(const nestable* p) const noexcept {
  if (waiting.in_use) {
    p->next_ = waiting.first;
    waiting.first = p;
    return;
  }
  waiting.in_use = true;
  delete p;
  while (waiting.first != nullptr) {
    const nestable* const next = waiting.first;
    waiting.first = next->next_;
    delete next;
  }
  waiting.in_use = false;
}

nesting::nesting() {
  if (depth == most) {
    throw std::length_error("optaxx: transformations or schedules are more than " +
                            std::to_string(most) + " deep inside one another");
  }
  ++depth;
}

nesting::~nesting() { --depth; }

}  // namespace optaxx::detail

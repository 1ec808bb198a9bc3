#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optaxx/optaxx.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/bytes.hpp"
#include "support/callbacks.hpp"
#include "support/hostile.hpp"
#include "support/runs.hpp"

namespace support {

inline constexpr way ways[] = {way::step, way::update, way::update_in_place};

inline problem example() {
  const std::vector<contents> of_grads(3, contents::plain);
  const std::vector<std::int64_t> lengths = {3, 70, -1, 5000};
  return make_problem(lengths, {optaxx::dtype::f32}, contents::plain, of_grads);
}

/// A transformation on its way, all of which a function may take away.
struct training {
  training(const optaxx::transformation& of, const problem& p)
      : tx(std::make_unique<optaxx::transformation>(of)),
        params(p.params),
        grads(p.grads[0]),
        state(std::make_unique<optaxx::opt_state>(tx->init(params))) {}

  void call(way how) {
    if (how == way::step) {
      tx->step(grads, *state, params);
    } else if (how == way::update) {
      tx->update(std::as_const(grads), *state, params);
    } else {
      tx->update(std::move(grads), *state, params);
    }
  }
  std::vector<std::vector<std::byte>> bytes() const {
    return {bytes_of(*state), bytes_of(params), bytes_of(grads)};
  }

  std::unique_ptr<optaxx::transformation> tx;
  optaxx::tree params;
  optaxx::tree grads;
  std::unique_ptr<optaxx::opt_state> state;
};

/// Once in the call, at its n-th function.
class once {
 public:
  once(std::size_t place, std::function<void()> f)
      : hook_([this, place, f = std::move(f)] {
          if (count_++ == place) f();
        }) {}
  bool happened(std::size_t place) const { return count_ > place; }

 private:
  std::size_t count_ = 0;
  on_call hook_;
};

using action = std::function<void(training&)>;

struct named_action {
  const char* name;
  action act;
};

/// By every function, at each of its calls.
inline void for_each_call(const std::function<void(const with_callback&, std::size_t, way)>& f) {
  const auto rows = all_that_call();
  for (const with_callback& row : rows) {
    if (!row.in_update) continue;
    for (std::size_t place = 0; place < 3; ++place) {
      for (const way how : ways) {
        SCOPED_TRACE(row.name + ", place " + std::to_string(place) + ", way " +
                     std::to_string(static_cast<int>(how)));
        f(row, place, how);
        if (testing::Test::HasFailure()) return;
      }
    }
  }
}

}  // namespace support

#include "support/failures.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "support/bytes.hpp"

namespace support {
namespace {

using namespace optaxx;

// More than any call has; a call that fails for another reason ends here.
constexpr std::size_t too_many_places = 20000;

class training {
 public:
  training(const transformation& tx, const problem& p, const moment& m)
      : p_(p), how_(m.how), params_(p.params), state_(tx.init(params_)) {
    for (std::size_t i = 0; i < m.steps; ++i) step(tx);
  }

  void step(const transformation& tx) {
    tree grads = p_.grads[steps_];
    call(tx, grads);
    ++steps_;
  }
  // Whether the trap at that place has made the step fail, which has changed nothing then.
  bool fails(const transformation& tx, const trap& t, std::size_t place) {
    const auto before = bytes();
    tree grads = p_.grads[steps_];
    bool threw = false;
    t.set(place);
    try {
      call(tx, grads);
    } catch (...) {
      threw = true;
    }
    EXPECT_EQ(t.release(), threw) << "somebody has swallowed the failure, or it is another one";
    if (!threw) return false;
    EXPECT_EQ(bytes(), before);
    EXPECT_EQ(bytes_of(grads), bytes_of(p_.grads[steps_]));
    return true;
  }
  std::vector<std::vector<std::byte>> bytes() const {
    return {bytes_of(state_), bytes_of(params_), bytes_of(updates_)};
  }

 private:
  void call(const transformation& tx, tree& grads) {
    if (how_ == way::step) {
      tx.step(grads, state_, params_);
    } else if (how_ == way::update) {
      updates_ = tx.update(std::as_const(grads), state_, params_);
    } else {
      updates_ = tx.update(std::move(grads), state_, params_);
    }
  }

  const problem& p_;
  way how_;
  std::size_t steps_ = 0;
  tree params_;
  tree updates_;
  opt_state state_;
};

void expect_no_change(const trap& t, const transformation& first, const transformation& tx,
                      const problem& p, const moment& m) {
  training undisturbed(first, p, m);
  undisturbed.step(tx);
  const auto after_one = undisturbed.bytes();
  undisturbed.step(tx);
  const auto after_two = undisturbed.bytes();
  for (std::size_t place = 0;; ++place) {
    SCOPED_TRACE("place " + std::to_string(place));
    ASSERT_LT(place, too_many_places);
    training disturbed(first, p, m);
    if (!disturbed.fails(tx, t, place)) return;
    disturbed.step(tx);
    ASSERT_EQ(disturbed.bytes(), after_one);
    disturbed.step(tx);
    ASSERT_EQ(disturbed.bytes(), after_two);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace

const std::vector<moment>& moments() {
  static const std::vector<moment> all = {
      {0, way::step},   {0, way::update},          {1, way::step}, {1, way::update},
      {2, way::update}, {1, way::update_in_place}, {2, way::step}, {2, way::update_in_place}};
  return all;
}

void expect_failures_change_nothing(const trap& t, const transformation& first,
                                    const transformation& tx, const problem& p) {
  for (const moment& m : moments()) {
    SCOPED_TRACE("after " + std::to_string(m.steps) + " steps, way " +
                 std::to_string(static_cast<int>(m.how)));
    expect_no_change(t, first, tx, p, m);
    if (testing::Test::HasFailure()) return;
  }
}

void expect_failures_of_init_come_through(const trap& t, const transformation& tx,
                                          const tree& params) {
  const auto expected = bytes_of(tx.init(params));
  for (std::size_t place = 0;; ++place) {
    SCOPED_TRACE("place " + std::to_string(place));
    ASSERT_LT(place, too_many_places);
    std::optional<opt_state> state;
    t.set(place);
    try {
      state = tx.init(params);
    } catch (...) {
    }
    ASSERT_EQ(t.release(), !state);
    EXPECT_EQ(bytes_of(tx.init(params)), expected);
    if (state) return;
  }
}

}  // namespace support

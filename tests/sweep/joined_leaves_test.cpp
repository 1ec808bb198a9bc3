// Leaves that lie one behind the other in all arrays are run as one. What lies between them stays
// as it is unless it is padding of our own.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include "kernels/add_noise.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/core/tree_map.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "optaxx/optimizers/noisy_sgd.hpp"
#include "optaxx/transforms/clip_by_global_norm.hpp"
#include "optaxx/transforms/scale.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;

constexpr std::size_t lengths[] = {3, 16, 1000, 0, 7, 5000, 1, 4096, 40, 20000, 9};
constexpr float sentinel = 12345.5F;

float value_of(std::size_t i, float scale) {
  return scale * (static_cast<float>(i * 2654435761U % 997) - 498.0F);
}

enum class gaps { none, to_64_bytes, one_element };

// Leaves in one buffer of the caller's, with sentinels between them.
class buffer {
 public:
  buffer(gaps between, float scale) {
    std::size_t i = 0;
    for (const std::size_t n : lengths) {
      begins_.push_back(values_.size());
      for (std::size_t k = 0; k < n; ++k) values_.push_back(value_of(i++, scale));
      if (between == gaps::one_element) values_.push_back(sentinel);
      while (between == gaps::to_64_bytes && values_.size() % 16 != 0) values_.push_back(sentinel);
    }
    memory_ = std::shared_ptr<float[]>(
        static_cast<float*>(::operator new[](values_.size() * sizeof(float), std::align_val_t(64))),
        [](float* p) { ::operator delete[](p, std::align_val_t(64)); });
    std::copy(values_.begin(), values_.end(), memory_.get());
  }

  tree borrowed() const {
    return leaves([&](float* at, const shape& s) { return borrow(at, s); });
  }
  // As an adopter makes them: all keep the buffer alive.
  tree owned() const {
    return leaves([&](float* at, const shape& s) { return array(memory_, at, dtype::f32, s); });
  }
  bool gaps_are_whole() const {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (values_[i] == sentinel && memory_.get()[i] != sentinel) return false;
    }
    return true;
  }

 private:
  template <class Make>
  tree leaves(const Make& make) const {
    std::vector<tree> all;
    for (std::size_t i = 0; i < std::size(lengths); ++i)
      all.emplace_back(make(memory_.get() + begins_[i], {static_cast<std::int64_t>(lengths[i])}));
    return tree::list(std::move(all));
  }

  std::vector<float> values_;
  std::vector<std::size_t> begins_;
  std::shared_ptr<float[]> memory_;
};

// Each leaf in memory of its own.
tree apart(const tree& t) {
  return tree_map([](const array& a) { return astype(a, a.dtype()); }, t);
}

void take_steps(const transformation& tx, const tree& grads, tree& params, opt_state state) {
  for (int i = 0; i < 3; ++i) tx.step(grads, state, params);
}

// Random numbers are of an element's index in its own leaf.
transformation noise_of_one_key() {
  return support::rule_of([](sweep& s, const state_view&) {
    s.map(kernels::add_noise<double>::of(0.5, {0x13198a2e, 0x83707344}));
  });
}

std::vector<transformation> transformations() {
  std::vector<mask_tree> selected;
  for (std::size_t i = 0; i < std::size(lengths); ++i) selected.emplace_back(i % 3 != 0);
  return {adamw(0.01), chain(clip_by_global_norm(1.0), adamw(0.01), scale(2.0)),
          adamw(0.01, {.mask = mask_tree::list(std::move(selected))}), noisy_sgd(0.01),
          noise_of_one_key()};
}

class joined_leaves : public testing::TestWithParam<gaps> {};
INSTANTIATE_TEST_SUITE_P(with, joined_leaves,
                         testing::Values(gaps::none, gaps::to_64_bytes, gaps::one_element));

TEST_P(joined_leaves, have_the_bits_that_they_have_apart) {
  for (const transformation& tx : transformations()) {
    const buffer grads(GetParam(), 1e-3F);
    for (const bool own : {false, true}) {
      const buffer memory(GetParam(), 1e-2F);
      tree params = own ? memory.owned() : memory.borrowed();
      tree expected = apart(params);
      take_steps(tx, apart(grads.borrowed()), expected, tx.init(expected));
      take_steps(tx, own ? grads.owned() : grads.borrowed(), params, tx.init(params));
      EXPECT_TRUE(support::same_bits(params.leaves(), expected.leaves()));
      EXPECT_TRUE(memory.gaps_are_whole() && grads.gaps_are_whole());
    }
  }
}

TEST(leaves_of_our_own, have_the_same_bits_joined) {
  const buffer grads(gaps::none, 1e-3F);
  const buffer memory(gaps::none, 1e-2F);
  for (const transformation& tx : transformations()) {
    tree params = packed(memory.borrowed());
    tree expected = apart(params);
    take_steps(tx, apart(grads.borrowed()), expected, tx.init(expected));
    take_steps(tx, packed(grads.borrowed()), params, tx.init(params));
    EXPECT_TRUE(support::same_bits(params.leaves(), expected.leaves()));
  }
}

}  // namespace

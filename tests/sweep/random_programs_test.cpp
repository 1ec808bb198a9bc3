// Steps that use all verbs in any order, against the same done at once on plain vectors. Numbers
// are small integers, so that every sum is exact.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <random>
#include <vector>

#include "kernels/scale.hpp"
#include "kernels/trace.hpp"
#include "optaxx/transforms/scale.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::rule_of;

constexpr std::size_t leaves = 4;
constexpr std::size_t slots = 2;
const std::vector<std::size_t> lengths = {3, 1, 700, 5};

// The update of a leaf and its slots.
struct leaf_values {
  std::vector<double> u;
  std::vector<double> s[slots];
};
using model = std::vector<leaf_values>;

struct swap_kernel {
  template <class T>
  void operator()(T& u, T& slot) const noexcept {
    const T before = slot;
    slot = -u;
    u = before + T(1);
  }
};
void swap_with(leaf_values& l, std::size_t k) {
  for (std::size_t i = 0; i < l.u.size(); ++i) {
    const double before = l.s[k][i];
    l.s[k][i] = -l.u[i];
    l.u[i] = before + 1;
  }
}

std::vector<double> values_of(const array& a) {
  const auto v = a.values<float>();
  return {v.begin(), v.end()};
}
void put(array& a, const std::function<double(double)>& f) {
  float* const x = a.mutable_data<float>();
  for (std::size_t i = 0; i < a.size(); ++i)
    x[i] = static_cast<float>(f(static_cast<double>(x[i])));
}

const std::vector<std::string> names = {"a", "b", "c", "d"};

// A step of random verbs: what a rule says, and what the model becomes.
class program {
 public:
  program(unsigned seed, model& m) : random_(seed), m_(m) {}

  void run(sweep& s, const state_view& state, const std::vector<state_view>& masked_states,
           const std::vector<std::vector<std::size_t>>& masks) {
    const std::size_t length = 1 + below(9);
    for (std::size_t i = 0; i < length; ++i) {
      const std::size_t mask = below(masks.size());
      sweep seen = s.only(masked_states[mask]);
      verb(s, seen, state, masks[mask]);
    }
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  slot slot_of(const state_view& state, std::size_t k) const { return state[k == 0 ? "s0" : "s1"]; }

  void verb(sweep& all, sweep& seen, const state_view& state,
            const std::vector<std::size_t>& mask) {
    const std::size_t k = below(slots);
    const slot s = slot_of(state, k);
    switch (below(10)) {
      case 0:
        seen.map(kernels::scale<double>{-1.0});
        return each(mask, [](leaf_values& l) {
          for (double& x : l.u) x = -x;
        });
      case 1:
        all.map(kernels::trace<double>{-1.0}, s);
        return each(every_, [&](leaf_values& l) {
          for (std::size_t i = 0; i < l.u.size(); ++i) l.u[i] = l.s[k][i] = l.u[i] - l.s[k][i];
        });
      case 2:
        all.map(swap_kernel{}, s);
        return each(every_, [&](leaf_values& l) { swap_with(l, k); });
      case 3:
      case 4:
        seen.for_each_leaf(
            [](leaf_view& leaf) { put(leaf.update(), [](double x) { return 1 - x; }); },
            {.parallel = below(2) == 1, .cost = 100'000});
        return each(mask, [](leaf_values& l) {
          for (double& x : l.u) x = 1 - x;
        });
      case 5:
        return with_slots(all, s, k);
      case 6: {
        const state_view field = state[k == 0 ? "s0" : "s1"];
        tree values = all.get_tree(field);
        for (std::size_t i = 0; i < leaves; ++i) {
          EXPECT_EQ(values_of(values.leaves()[i]), m_[i].s[k]);
          if (i % 2 == 0) put(values.leaves()[i], [](double x) { return x + 2; });
        }
        all.set_tree(field, std::move(values));
        return each(every_, [&](leaf_values& l) {
          if ((&l - m_.data()) % 2 == 0) {
            for (double& x : l.s[k]) x += 2;
          }
        });
      }
      case 7:
        return look(seen, mask);
      case 8:
        seen.replace([](tree updates) {
          for (array& a : updates.leaves()) put(a, [](double x) { return x - 3; });
          return updates;
        });
        return each(mask, [](leaf_values& l) {
          for (double& x : l.u) x -= 3;
        });
      default:
        return undone(all, seen, state, mask);
    }
  }

  void with_slots(sweep& all, const slot& s, std::size_t k) {
    const auto f = [&](leaf_view& leaf) {
      put(leaf.update(), [](double x) { return x + 1; });
      std::swap(leaf.update(), leaf[s]);
    };
    if (below(2) == 1) {
      const slot named[] = {s};
      all.for_each_leaf(f, {.parallel = true, .slots = named, .cost = 100'000});
    } else {
      all.for_each_leaf(f);
    }
    each(every_, [&](leaf_values& l) {
      for (double& x : l.u) x += 1;
      std::swap(l.u, l.s[k]);
    });
  }

  void look(sweep& seen, const std::vector<std::size_t>& mask) {
    const tree& updates = seen.updates();
    const auto sums = seen.leaf_sums(support::hand_on{});
    ASSERT_EQ(updates.leaves().size(), mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) {
      const std::vector<double>& u = m_[mask[i]].u;
      EXPECT_EQ(values_of(updates.leaves()[i]), u);
      double sum = 0;
      for (const double x : u) sum += x;
      EXPECT_EQ(sums[i], sum);
    }
  }

  void undone(sweep& all, sweep& seen, const state_view& state,
              const std::vector<std::size_t>& mask) {
    const mark here = all.here();
    const model before = m_;
    const std::size_t length = below(3);
    for (std::size_t i = 0; i < length; ++i) verb(all, seen, state, mask);
    if (below(2) == 0) return;
    all.rollback(here);
    m_ = before;
  }

  void each(const std::vector<std::size_t>& mask, const std::function<void(leaf_values&)>& f) {
    for (const std::size_t i : mask) f(m_[i]);
  }

  std::mt19937 random_;
  model& m_;
  const std::vector<std::size_t> every_ = {0, 1, 2, 3};
};

const std::vector<std::vector<std::size_t>> masks = {{0, 1, 2, 3}, {0, 2}, {1}, {1, 2, 3}};

tree tree_of(const std::function<std::vector<double>(std::size_t)>& values) {
  std::vector<std::pair<std::string, tree>> entries;
  tree t{{"a", array{0.0F}}, {"b", array{0.0F}}, {"c", array{0.0F}}, {"d", array{0.0F}}};
  for (std::size_t i = 0; i < leaves; ++i) {
    const std::vector<double> v = values(i);
    array a(dtype::f32, {static_cast<std::int64_t>(v.size())});
    std::copy(v.begin(), v.end(), a.mutable_data<float>());
    t.leaves()[i] = std::move(a);
  }
  return t;
}

mask_tree mask_of(const std::vector<std::size_t>& selected) {
  const auto is = [&](std::size_t i) { return std::ranges::count(selected, i) != 0; };
  return {{"a", is(0)}, {"b", is(1)}, {"c", is(2)}, {"d", is(3)}};
}

class random_programs : public testing::TestWithParam<std::size_t> {};

TEST_P(random_programs, do_what_they_say_at_once) {
  const support::setting threads(instruction_set(), GetParam());
  for (unsigned seed = 0; seed < 600; ++seed) {
    model m;
    for (const std::size_t n : lengths)
      m.push_back({{}, {std::vector<double>(n, 0.0), std::vector<double>(n, 0.0)}});
    unsigned step = 0;
    const transformation tx = rule_of(
        [](layout& state) {
          state.slot("s0");
          state.slot("s1");
          for (std::size_t i = 0; i < masks.size(); ++i)
            state.child("mask" + std::to_string(i), scale(1.0), mask_of(masks[i]));
        },
        [&](sweep& s, const state_view& state) {
          std::vector<state_view> masked_states;
          for (std::size_t i = 0; i < masks.size(); ++i)
            masked_states.push_back(state["mask" + std::to_string(i)]);
          program(1000 * step + seed, m).run(s, state, masked_states, masks);
        });
    const auto ramp = [&](std::size_t leaf) {
      std::vector<double> v(lengths[leaf]);
      for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<double>((i * 7 + leaf) % 11);
      return v;
    };
    const tree grads = tree_of(ramp);
    opt_state state = tx.init(grads);
    for (; step < 4; ++step) {
      for (std::size_t i = 0; i < leaves; ++i) m[i].u = ramp(i);
      const tree updates = tx.update(grads, state);
      for (std::size_t i = 0; i < leaves; ++i) {
        ASSERT_EQ(values_of(updates.leaves()[i]), m[i].u) << seed << ", step " << step;
        for (std::size_t k = 0; k < slots; ++k) {
          ASSERT_EQ(values_of(state[k == 0 ? "s0" : "s1"][names[i]].leaf()), m[i].s[k])
              << seed << ", step " << step << ", leaf " << i << ", slot " << k;
        }
      }
      if (HasFailure()) FAIL() << seed << ", step " << step;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(on, random_programs, testing::Values(1, 3),
                         [](const auto& i) { return std::to_string(i.param) + "_threads"; });

}  // namespace

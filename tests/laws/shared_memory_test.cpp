// Leaves that share memory, in every pair of places and every way, in every call: refused, with
// both paths, before anything has changed, or computed as if each leaf had memory of its own, with
// any number of threads.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optaxx/optaxx.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/bytes.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using support::same_bits;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::size_t size = 17000;  // two leaves are enough for two threads

enum class part { updates, params, state };

// A leaf of what a call is given.
struct place {
  part of;
  std::size_t leaf;
  const char* name;
};

const std::vector<place>& places() {
  static const std::vector<place> all = {
      {part::updates, 0, "updates['a']"},   {part::updates, 1, "updates['b']"},
      {part::params, 0, "params['a']"},     {part::params, 1, "params['b']"},
      {part::state, 0, "state[0].count"},   {part::state, 1, "state[0].mu['a']"},
      {part::state, 4, "state[0].nu['b']"},
  };
  return all;
}

enum class how { whole, by_one_element, all_but_one_element };

// Memory for all leaves of a step of adamw, and the trees that borrow it. The second place of a
// pair lies on the first.
class trees_in_memory {
 public:
  explicit trees_in_memory(const transformation& tx)
      : state(tx.init(tree{{"a", array(dtype::f32, {size})}, {"b", array(dtype::f32, {size})}})),
        memory_(7 * 3 * size) {
    for (std::size_t i = 0; i < memory_.size(); ++i)
      memory_[i] = 0.25F + static_cast<float>(i % 1001) * 0x1p-10F;
    for (const place& p : places()) lay(p, home(p));
  }

  void share(const place& a, const place& b, how h) {
    const std::size_t there = home(a) + size;
    lay(a, there);
    const std::size_t last = elements(a) - 1;
    lay(b, h == how::whole ? there : h == how::by_one_element ? there + last : there + 1);
  }
  void put_home(const place& p) { lay(p, home(p)); }

  std::vector<std::vector<std::byte>> bytes() const {
    return {bytes_of(updates), bytes_of(params), bytes_of(state)};
  }

  tree updates{{"a", array()}, {"b", array()}};
  tree params{{"a", array()}, {"b", array()}};
  opt_state state;

 private:
  static std::size_t elements(const place& p) {
    return p.of == part::state && p.leaf == 0 ? 1 : size;
  }
  static std::size_t home(const place& p) {
    return 3 * size * static_cast<std::size_t>(&p - places().data());
  }
  void lay(const place& p, std::size_t at) {
    tree& t = p.of == part::updates ? updates : p.of == part::params ? params : state;
    array view = elements(p) == 1 ? array::view(&memory_[at], dtype::i32, {}, true)
                                  : borrow(&memory_[at], {size});
    if (elements(p) == 1) view.set_item(3);
    t.leaves()[p.leaf] = std::move(view);
  }

  std::vector<float> memory_;
};

// The same numbers, each leaf in memory of its own.
struct separate {
  explicit separate(const trees_in_memory& t)
      : updates(packed(t.updates)), params(packed(t.params)), state(t.state) {}

  tree updates;
  tree params;
  opt_state state;
};

bool is_allowed(const place& a, const place& b, how h) {
  if (h != how::whole || a.of == part::state || b.of == part::state) return false;
  if (a.of == part::params && b.of == part::params) return false;
  return a.of == b.of || a.leaf == b.leaf;
}

struct call_of {
  const char* name;
  bool with_state;
  std::function<tree(const transformation&, tree&, opt_state&, tree&)> make;
};

const std::vector<call_of>& calls() {
  static const std::vector<call_of> all = {
      {"step", true,
       [](const transformation& tx, tree& updates, opt_state& state, tree& params) {
         tx.step(updates, state, params);
         return tree();
       }},
      {"update", true,
       [](const transformation& tx, tree& updates, opt_state& state, tree& params) {
         return tx.update(std::as_const(updates), state, params);
       }},
      {"update of gradients that are given away", true,
       [](const transformation& tx, tree& updates, opt_state& state, tree& params) {
         return tx.update(std::move(updates), state, params);
       }},
      {"apply_updates", false,
       [](const transformation&, tree& updates, opt_state&, tree& params) {
         apply_updates(params, updates);
         return tree();
       }},
  };
  return all;
}

void expect_as_if_apart(const call_of& call, const transformation& tx, trees_in_memory& t) {
  separate s(t);
  const tree expected = call.make(tx, s.updates, s.state, s.params);
  const tree came = call.make(tx, t.updates, t.state, t.params);
  EXPECT_TRUE(same_bits(came.leaves(), expected.leaves()));
  EXPECT_TRUE(same_bits(t.params.leaves(), s.params.leaves()));
  EXPECT_TRUE(same_bits(t.state.leaves(), s.state.leaves()));
}

TEST(shared_memory, is_refused_with_both_paths_or_changes_no_number) {
  const transformation tx = adamw(0.1);
  for (const std::size_t threads : {1U, 2U}) {
    const support::setting setting(instruction_set(), threads);
    for (const call_of& call : calls()) {
      for (const place& a : places()) {
        for (const place& b : places()) {
          for (const how h : {how::whole, how::by_one_element, how::all_but_one_element}) {
            if (&a == &b || (!call.with_state && (a.of == part::state || b.of == part::state)))
              continue;
            SCOPED_TRACE(std::string(call.name) + ", " + a.name + " and " + b.name + ", way " +
                         std::to_string(static_cast<int>(h)));
            // Alone a number lies whole on the first element, and that is all of it.
            if (h == how::all_but_one_element && a.of == part::state && a.leaf == 0) continue;
            trees_in_memory t(tx);
            t.share(a, b, h);
            if (is_allowed(a, b, h)) {
              expect_as_if_apart(call, tx, t);
              continue;
            }
            const auto before = t.bytes();
            EXPECT_THAT(
                [&] { call.make(tx, t.updates, t.state, t.params); },
                ThrowsMessage<std::invalid_argument>(AllOf(HasSubstr(a.name), HasSubstr(b.name))));
            EXPECT_EQ(t.bytes(), before);
          }
        }
      }
    }
  }
}

// What is known of the addresses of the last step does not hide it.
TEST(shared_memory, is_found_when_a_leaf_has_moved) {
  const transformation tx = adamw(0.1);
  for (const place& a : places()) {
    for (const place& b : places()) {
      if (&a == &b || is_allowed(a, b, how::whole)) continue;
      SCOPED_TRACE(std::string(a.name) + " and " + b.name);
      trees_in_memory t(tx);
      tx.step(t.updates, t.state, t.params);
      t.share(a, b, how::whole);
      for (int i = 0; i < 2; ++i)
        EXPECT_THROW(tx.step(t.updates, t.state, t.params), std::invalid_argument);
      t.put_home(a);
      t.put_home(b);
      for (const call_of& call : calls()) expect_as_if_apart(call, tx, t);
    }
  }
}

TEST(shared_memory, says_what_to_do_about_tied_parameters) {
  std::vector<float> w(3, 1);
  tree params{{"embed", borrow(w)}, {"head", borrow(w)}};
  const auto tx = sgd(0.1);
  opt_state state = tx.init(params);
  EXPECT_THAT([&] { tx.step(tree_full_like(params, 1.0), state, params); },
              ThrowsMessage<std::invalid_argument>(
                  "sgd: params['embed'] and params['head'] are the same memory: keep one leaf for "
                  "both, with the sum of their gradients"));
}

// The same in what a chain does on the way: sums, whole arrays, other trees, fields of all kinds.
TEST(shared_memory, of_a_gradient_and_its_parameter_is_read_before_it_is_written) {
  const auto pieces = [] {
    return std::vector<transformation>{
        sgd(0.1, {.momentum = 0.9}),
        chain(clip_by_global_norm(0.5), adam(0.1)),
        lamb(0.1),
        adafactor(0.1),
        noisy_sgd({.learning_rate = 0.1, .key = 1}),
        multi_steps(adam(0.1), 2),
        apply_if_finite(adam(0.1), 3),
        chain(per_leaf("half", [](array& u) { u.mutable_data<float>()[0] *= 0.5F; }), adam(0.1)),
    };
  };
  for (const transformation& tx : pieces()) {
    for (const std::size_t threads : {1U, 2U}) {
      SCOPED_TRACE(describe(tx));
      const support::setting setting(instruction_set(), threads);
      std::vector<float> memory(2 * size, 0.5F);
      const auto borrowed = [&] {
        return tree{{"a", borrow(memory.data(), {size})}, {"b", borrow(&memory[size], {size})}};
      };
      tree params = borrowed();
      const tree grads = borrowed();
      tree apart = packed(params);
      opt_state state = tx.init(params);
      opt_state state_apart = state;
      for (int i = 0; i < 3; ++i) {
        const tree copy = packed(apart);
        tx.step(grads, state, params);
        tx.step(copy, state_apart, apart);
        ASSERT_TRUE(same_bits(params.leaves(), apart.leaves()));
        ASSERT_TRUE(same_bits(state.leaves(), state_apart.leaves()));
      }
    }
  }
}

// An array with an owner, as an adopter makes it.
array kept(const std::shared_ptr<std::vector<float>>& memory, std::size_t at) {
  return {memory, memory->data() + at, dtype::f32, {size}};
}

TEST(shared_memory, of_gradients_that_are_given_away_is_not_written) {
  const auto memory = std::make_shared<std::vector<float>>(2 * size, 0.5F);
  const auto tx = sgd(0.5);
  tree params{{"a", kept(memory, 0)}, {"b", kept(memory, size)}};
  opt_state state = tx.init(params);
  for (const std::size_t second : {std::size_t{0}, size}) {  // tied, and each its own parameter
    tree grads{{"a", array()}, {"b", array()}};
    grads.leaves()[0] = kept(memory, 0);
    grads.leaves()[1] = kept(memory, second);
    const tree nothing;
    const tree updates = tx.update(std::move(grads), state, second == size ? params : nothing);
    EXPECT_THAT(updates["a"].leaf().values<float>(), testing::Each(-0.25F));
    EXPECT_THAT(updates["b"].leaf().values<float>(), testing::Each(-0.25F));
    EXPECT_THAT(*memory, testing::Each(0.5F));
  }
}

// What a function of the user's puts in the place of an update may be memory that the step changes.
TEST(shared_memory, of_updates_that_a_function_makes_is_copied) {
  std::vector<float> memory(2 * size, 1);
  tree params{{"a", borrow(memory.data(), {size})}, {"b", borrow(&memory[size], {size})}};
  const auto tx = chain(per_leaf("other",
                                 [&](leaf_view& leaf) {
                                   const std::size_t other = leaf.position() == 0 ? size : 0;
                                   leaf.update() = borrow(&memory[other], {size});
                                 }),
                        trace(0.5));
  opt_state state = tx.init(params);
  for (const float expected : {2.0F, 4.5F}) {
    tx.step(tree_full_like(params, 0.0), state, params);
    EXPECT_THAT(memory, testing::Each(expected));
  }
}

TEST(shared_memory, of_what_copyto_writes_is_refused) {
  std::vector<float> memory{1, 2, 3, 4, 5, 6, 7};
  const auto at = [&](std::size_t first) { return borrow(&memory[first], {2}); };
  const auto pair = [&](std::size_t a, std::size_t b) { return tree{{"a", at(a)}, {"b", at(b)}}; };
  const auto refused = [&](tree to, const tree& from, const char* message) {
    EXPECT_THAT([&] { copyto(to, from); },
                ThrowsMessage<std::invalid_argument>(HasSubstr(message)));
    EXPECT_THAT(memory, testing::ElementsAre(1, 2, 3, 4, 5, 6, 7));
  };
  refused(pair(0, 0), pair(2, 4),
          "copyto: the first tree['a'] and the first tree['b'] are the same memory");
  refused(pair(0, 1), pair(2, 4),
          "copyto: the first tree['a'] and the first tree['b'] overlap in memory");
  refused(pair(0, 2), pair(2, 0),
          "copyto: the second tree['b'] and the first tree['a'] are the same memory");
  refused(pair(0, 2), pair(4, 1),
          "copyto: the second tree['b'] and the first tree['a'] overlap in memory");
  tree to = pair(0, 3);
  copyto(to, pair(1, 4));  // as numpy.copyto does it
  EXPECT_THAT(memory, testing::ElementsAre(2, 3, 3, 5, 6, 6, 7));
  copyto(to, pair(5, 5));
  EXPECT_THAT(memory, testing::ElementsAre(6, 7, 3, 6, 7, 6, 7));
}

TEST(shared_memory, of_what_tree_set_writes_counts_as_it_was) {
  std::vector<float> memory{1, 2, 3, 4};
  const auto at = [&](std::size_t first) { return borrow(&memory[first], {2}); };
  tree t{{"x", tree{{"a", at(0)}, {"b", at(2)}}}};
  tree_set(t, "x", tree{{"a", at(2)}, {"b", at(0)}});
  EXPECT_THAT(memory, testing::ElementsAre(3, 4, 1, 2));
  tree_set(t, "x", tree{{"a", at(1)}, {"b", at(1)}});
  EXPECT_THAT(memory, testing::ElementsAre(4, 1, 4, 1));
}

// These make new arrays: what they read may be shared in any way.
TEST(shared_memory, of_what_is_only_read_changes_nothing) {
  std::vector<float> memory(2 * size);
  for (std::size_t i = 0; i < memory.size(); ++i) memory[i] = static_cast<float>(i % 77) - 30;
  const tree shared{{"a", borrow(memory.data(), {size})}, {"b", borrow(&memory[7], {size})}};
  const tree apart = packed(shared);
  EXPECT_EQ(tree_add(shared, shared), tree_add(apart, apart));
  EXPECT_EQ(tree_scale(0.5, shared), tree_scale(0.5, apart));
  EXPECT_EQ(incremental_update(shared, shared, 0.25), incremental_update(apart, apart, 0.25));
  EXPECT_EQ(global_norm(shared), global_norm(apart));
  EXPECT_EQ(packed(shared), apart);
}

}  // namespace

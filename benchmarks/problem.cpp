#include "problem.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sweep/threads.hpp"

namespace bench {

namespace optax = optaxx;

namespace {

optax::array numbers_around(float scale, const optax::shape& shape) {
  optax::array a(optax::dtype::f32, shape);
  float* const p = a.mutable_data<float>();
  for (std::size_t i = 0; i < a.size(); ++i)
    p[i] = scale * (0.1F + 0.001F * static_cast<float>(i * 2654435761U % 997));
  return a;
}

// Not the count of what was not finite.
bool is_step_count(const std::string& path) { return path.substr(path.rfind('/') + 1) == "count"; }

}  // namespace

optax::tree filled(const std::vector<std::size_t>& leaves, float scale, optax::dtype type) {
  std::vector<optax::tree> items;
  for (const std::size_t elements : leaves) {
    optax::array a = numbers_around(scale, {static_cast<std::int64_t>(elements)});
    items.emplace_back(type == optax::dtype::f32 ? std::move(a) : optax::astype(a, type));
  }
  if (items.size() == 1) return std::move(items[0]);
  return optax::packed(optax::tree::list(std::move(items)));
}

optax::tree matrices(const std::vector<std::string>& names, std::size_t rows, std::size_t columns,
                     float scale) {
  const optax::shape shape{static_cast<std::int64_t>(rows), static_cast<std::int64_t>(columns)};
  std::vector<std::pair<std::string, optax::tree>> items;
  for (const std::string& name : names) items.emplace_back(name, numbers_around(scale, shape));
  return optax::packed(optax::tree::dict(std::move(items)));
}

problem::problem(optax::transformation t, optax::tree p, optax::tree g,
                 const optax::init_options& how)
    : tx(std::move(t)), params(std::move(p)), grads(std::move(g)), state(tx.init(params, how)) {
  for (std::size_t i = 0; i < state.leaves().size(); ++i) {
    if (is_step_count(state.path(i)))
      counts_.push_back(state.leaves()[i].mutable_data<std::int32_t>());
  }
}

problem::problem(optax::transformation t, const std::vector<std::size_t>& leaves, optax::dtype type,
                 const optax::init_options& how)
    : problem(std::move(t), filled(leaves, 1.0F, type), filled(leaves, 0.01F, type), how) {}

void problem::set_count(std::int32_t steps) {
  for (std::int32_t* const count : counts_) *count = steps;
}

std::vector<optax::array*> problem::slots() {
  std::vector<optax::array*> found;
  for (optax::array& a : state.leaves()) {
    if (a.dtype() == optax::dtype::f32 && a.shape().rank() == 1) found.push_back(&a);
  }
  return found;
}

by_hand::by_hand(problem& of, loop f, const numbers& k) : f_(f), k_(k) {
  const std::size_t leaves = of.params.leaves().size();
  const std::vector<optax::array*> slots = of.slots();
  for (std::size_t i = 0; i < leaves; ++i) {
    optax::array& p = of.params.leaves()[i];
    const auto slot = [&](std::size_t s) {
      return slots.size() > s * leaves + i ? slots[s * leaves + i]->mutable_data<float>() : nullptr;
    };
    leaves_.push_back({p.mutable_data<float>(), of.grads.leaves()[i].mutable_data<float>(), slot(0),
                       slot(1), p.size()});
    elements_ += p.size();
  }
}

void by_hand::run(std::int32_t count) {
  numbers k = k_;
  const float t = static_cast<float>(count + 1);
  k.c1 = 1.0F - std::pow(k.b1, t);
  k.c2 = 1.0F - std::pow(k.b2, t);
  k.inverse1 = static_cast<float>(1.0 / static_cast<double>(k.c1));
  k.inverse2 = static_cast<float>(1.0 / static_cast<double>(k.c2));
  const std::size_t threads = optax::exec::threads_for(elements_);
  if (threads == 1 || leaves_.size() != 1) {
    for (const arrays& x : leaves_) f_(k, x.p, x.g, x.a, x.b, x.n);
    return;
  }
  // As optaxx shares blocks out among threads.
  constexpr std::size_t block = 4096;
  const arrays& x = leaves_[0];
  const std::size_t blocks = (x.n + block - 1) / block;
  const auto at = [](float* p, std::size_t i) { return p == nullptr ? nullptr : p + i; };
  auto part = [&](std::size_t i) {
    const std::size_t first = blocks * i / threads * block;
    const std::size_t last = std::min(x.n, blocks * (i + 1) / threads * block);
    f_(k, x.p + first, x.g + first, at(x.a, first), at(x.b, first), last - first);
  };
  optax::exec::run_chunks(threads, part);
}

void check_same(const optax::transformation& tx, loop f, const numbers& k,
                const optax::init_options& how) {
  problem ours(tx, {10'007}, optax::dtype::f32, how);
  problem theirs(tx, {10'007});
  by_hand hand(theirs, f, k);
  for (int i = 0; i < 200; ++i) {
    ours.step();
    hand.step();
  }
  if (!(ours.params == theirs.params))
    throw std::runtime_error(optax::describe(tx) + " and the loop by hand differ in their bits");
}

}  // namespace bench

#include "peers/shim.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <limits>
#include <memory>
#include <optaxx/optaxx.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace optax = optaxx;
using bench::problem;

constexpr double loss_of_every_step = 0.5;  // LOSS of optax_peer.py

std::string& message() {
  thread_local std::string text;
  return text;
}

// f(), or `otherwise` if it throws.
template <class Result, class F>
Result guarded(Result otherwise, const F& f) {
  try {
    return f();
  } catch (const std::exception& e) {
    message() = e.what();
    return otherwise;
  }
}

optax::array view_of(optax::array& a) {
  return optax::array::view(a.mutable_data(), a.dtype(), a.shape(), true);
}

optax::tree views_of(optax::tree& t) {
  std::vector<optax::array> views;
  for (optax::array& a : t.leaves()) views.push_back(view_of(a));
  return {t.structure(), std::move(views)};
}

std::unique_ptr<problem> on_arrays_of(problem& other, optax::transformation tx,
                                      const std::vector<std::size_t>& sizes,
                                      const optax::init_options& how) {
  const auto same = [](const optax::array& a, std::size_t n) { return a.size() == n; };
  if (!std::ranges::equal(other.params.leaves(), sizes, same))
    throw std::invalid_argument("optaxx_new: `like` has arrays of other sizes");
  auto made =
      std::make_unique<problem>(std::move(tx), views_of(other.params), views_of(other.grads), how);
  const std::vector<optax::array*> mine = made->slots();
  const std::vector<optax::array*> theirs = other.slots();
  if (mine.size() != theirs.size())
    throw std::invalid_argument("optaxx_new: `like` has another number of moments");
  for (std::size_t i = 0; i < mine.size(); ++i) *mine[i] = view_of(*theirs[i]);
  return made;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

const char* optaxx_error() { return message().c_str(); }

const char* optaxx_build() {
  thread_local std::string text;
  text = optax::build_info();
  return text.c_str();
}

int optaxx_set_threads(std::size_t n) {
  return guarded(-1, [&] {
    optax::set_threads(n);
    return 0;
  });
}

int optaxx_set_instruction_set(const char* name) {
  return guarded(-1, [&] {
    optax::set_instruction_set(name);
    return 0;
  });
}

problem* optaxx_new(const char* recipe, int fast, const std::size_t* sizes, std::size_t leaves,
                    problem* like) {
  return guarded<problem*>(nullptr, [&] {
    const std::vector<std::size_t> all(sizes, sizes + leaves);
    const optax::init_options how{fast != 0 ? optax::numerics::fast : optax::numerics::exact};
    optax::transformation tx = optax::recipe(recipe);
    auto made = like == nullptr
                    ? std::make_unique<problem>(std::move(tx), all, optax::dtype::f32, how)
                    : on_arrays_of(*like, std::move(tx), all, how);
    return made.release();
  });
}

problem* optaxx_new_matrices(const char* recipe, const char* const* names, std::size_t leaves,
                             std::size_t rows, std::size_t columns) {
  return guarded<problem*>(nullptr, [&] {
    const std::vector<std::string> all(names, names + leaves);
    return std::make_unique<problem>(optax::recipe(recipe),
                                     bench::matrices(all, rows, columns, 1.0F),
                                     bench::matrices(all, rows, columns, 0.05F))
        .release();
  });
}

void optaxx_delete(problem* p) { delete p; }

float* optaxx_array(problem* p, const char* name, std::size_t leaf) {
  return guarded<float*>(nullptr, [&] {
    const std::string_view wanted = name;
    const std::size_t leaves = p->params.leaves().size();
    if (leaf >= leaves) throw std::out_of_range("optaxx_array: no such leaf");
    if (wanted == "params") return p->params.leaves()[leaf].mutable_data<float>();
    if (wanted == "grads") return p->grads.leaves()[leaf].mutable_data<float>();
    const std::vector<optax::array*> slots = p->slots();
    if (slots.size() != 2 * leaves || (wanted != "mu" && wanted != "nu"))
      throw std::invalid_argument("optaxx_array: no arrays '" + std::string(wanted) + "'");
    return slots[(wanted == "mu" ? 0 : leaves) + leaf]->mutable_data<float>();
  });
}

void* optaxx_state(problem* p, std::size_t leaf, std::size_t* bytes) {
  return guarded<void*>(nullptr, [&] {
    if (leaf >= p->state.leaves().size()) throw std::out_of_range("optaxx_state: no such array");
    optax::array& a = p->state.leaves()[leaf];
    *bytes = a.size() * optax::size_of(a.dtype());
    return a.mutable_data();
  });
}

std::size_t optaxx_state_leaves(problem* p) { return p->state.leaves().size(); }

void optaxx_set_count(problem* p, std::int64_t steps) {
  p->set_count(static_cast<std::int32_t>(steps));
}

int optaxx_step(problem* p, std::size_t times) {
  return guarded(-1, [&] {
    const optax::extra_args loss{.value = loss_of_every_step};
    for (std::size_t i = 0; i < times; ++i) p->step(loss);
    return 0;
  });
}

int optaxx_first_call(const char* recipe, const std::size_t* sizes, std::size_t leaves,
                      double* first, double* later) {
  return guarded(-1, [&] {
    const std::vector<std::size_t> all(sizes, sizes + leaves);
    const optax::transformation tx = optax::recipe(recipe);
    optax::tree params = bench::filled(all, 1.0F);
    const optax::tree grads = bench::filled(all, 0.01F);
    const auto start = std::chrono::steady_clock::now();
    optax::opt_state state = tx.init(params);
    tx.step(grads, state, params);
    *first = seconds_since(start);
    *later = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 20; ++i) {
      const auto again = std::chrono::steady_clock::now();
      tx.step(grads, state, params);
      *later = std::min(*later, seconds_since(again));
    }
    return 0;
  });
}

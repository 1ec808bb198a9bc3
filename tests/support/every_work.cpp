#include "support/every_work.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <optaxx/optaxx.hpp>

#include "support/every_transformation.hpp"

namespace support {
namespace {

using namespace optaxx;

constexpr double hostile[] = {0.1,     2.675,    -1e-40, 1e-310,       3.0000001,
                              65519.9, 1e300,    -1e39,  1.0 / 3,      0x1.01p-20,
                              1234567, 0x1p-149, 5e-8,   0x1.ffffffp0, 1 + 0x1p-8};

std::string bits_of(double d) { return std::to_string(std::bit_cast<std::uint64_t>(d)) + ' '; }

std::string bits_of(const array& a) {
  std::string text(name_of(a.dtype()));
  for (std::size_t i = 0; i < a.bytes(); ++i)
    text += ' ' + std::to_string(static_cast<const unsigned char*>(a.data())[i]);
  return text + '\n';
}

std::string bits_of(const tree& t) {
  std::string text;
  for (const array& a : t.leaves()) text += bits_of(a);
  return text;
}

constexpr dtype floats[] = {dtype::f32, dtype::f64, dtype::bf16, dtype::f16};

// Made once, in the environment of whoever asks first; from bits, so that it is no matter.
const tree& hostile_tree() {
  static const tree t = [] {
    std::vector<float> singles;
    std::vector<double> doubles(std::begin(hostile), std::end(hostile));
    for (std::uint32_t i = 0; i < 40; ++i)
      singles.push_back(std::bit_cast<float>(i * 0x06A3B5D7U & 0xBFFFFFFFU));
    array half(dtype::bf16, {7});
    for (std::uint16_t i = 0; i < 7; ++i)
      half.mutable_data<std::uint16_t>()[i] = static_cast<std::uint16_t>(0x0001 + i * 0x0A35);
    return tree{
        {"f32", std::move(singles)}, {"f64", std::move(doubles)}, {"bf16", std::move(half)}};
  }();
  return t;
}

tree small_tree() { return {{"b", array{0.1F, -3e-39F, 2e38F}}, {"w", array{1.5F, 0.7F, 3e-5F}}}; }

const std::vector<schedule>& every_schedule() {
  static const std::vector<schedule> all = {
      constant_schedule(0.1),
      linear_schedule(1e-3, 0.1, 7),
      polynomial_schedule(1e-3, 0.1, 0.7, 9, 2),
      cosine_decay_schedule(0.1, 30, {.alpha = 0.3, .exponent = 1.5}),
      exponential_decay(0.1, 3, 0.7, {.end_value = 1e-5}),
      exponential_decay(0.1, 3, 0.7, {.transition_begin = 2, .staircase = true}),
      piecewise_constant_schedule(0.1, {{2, 0.3}, {5, 0.7}}),
      warmup_constant_schedule(0.01, 0.3, 7),
      warmup_cosine_decay_schedule(0.01, 0.3, 7, 30, {.end_value = 0.001}),
      warmup_exponential_decay_schedule(0.01, 0.3, 7, 5, 0.9),
      join_schedules({linear_schedule(0.1, 0.3, 7), cosine_decay_schedule(0.3, 20)}, {3}),
  };
  return all;
}

std::string refusal(const std::function<void()>& f) {
  try {
    f();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "nothing thrown";
}

std::string file_of(const std::function<void(const std::filesystem::path&)>& save,
                    const std::function<std::string(const std::filesystem::path&)>& load) {
  const std::filesystem::path file =
      testing::TempDir() + "optaxx-work-" + std::to_string(getpid()) + ".safetensors";
  save(file);
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  text += load(file);
  std::filesystem::remove(file);
  return text;
}

// f of every pair, as bits.
template <class F>
std::string of_two_trees(const F& f) {
  return bits_of(f(hostile_tree(), tree_scale(3.0, hostile_tree())));
}

void add_arrays(std::vector<named_work>& all) {
  all.push_back({"array::scalar, set_item, item", [] {
                   std::string text;
                   for (const dtype type : {dtype::f32, dtype::f64, dtype::bf16, dtype::f16,
                                            dtype::i32, dtype::i64, dtype::u32}) {
                     for (const double d : hostile) {
                       array a = array::scalar(type, d);
                       text += bits_of(a) + bits_of(a.item());
                       a.set_item(-d);
                       text += bits_of(a);
                     }
                   }
                   array large(dtype::i64, shape{});
                   large.mutable_data<std::int64_t>()[0] = (std::int64_t{1} << 53) + 1;
                   return text + bits_of(large.item());
                 }});
  all.push_back({"astype", [] {
                   std::string text;
                   for (const dtype to : {dtype::f32, dtype::f64, dtype::bf16, dtype::f16,
                                          dtype::i32, dtype::i64, dtype::u32, dtype::boolean}) {
                     for (const array& a : hostile_tree().leaves()) text += bits_of(astype(a, to));
                   }
                   return text;
                 }});
  all.push_back({"to_string", [] {
                   std::string text = to_string(hostile_tree()) + to_string(small_tree());
                   for (const dtype type : floats) {
                     text += to_string(tree_cast(small_tree(), type));
                     for (const double d : hostile) text += to_string(array::scalar(type, d));
                   }
                   return text;
                 }});
  all.push_back({"numbers", [] {
                   std::string text;
                   for (const double d : hostile) {
                     for (const dtype type : floats) text += number(d, type).text() + ' ';
                     text += number(d).text() + number(static_cast<std::int64_t>(1e9)).text() +
                             option_text(number(d).negated());
                   }
                   return text;
                 }});
  all.push_back({"number::one_minus", [] {
                   std::string text;
                   for (const double d : hostile) {
                     for (const dtype type : floats) text += bits_of(number(d, type).one_minus());
                     text += bits_of(number(d).one_minus());
                   }
                   return text;
                 }});
}

void add_trees(std::vector<named_work>& all) {
  const auto add = [&](const char* name, std::function<std::string()> f) {
    all.push_back({name, std::move(f)});
  };
  add("tree_add, tree_sub, tree_mul, tree_div", [] {
    return of_two_trees(tree_add) + of_two_trees(tree_sub) + of_two_trees(tree_mul) +
           of_two_trees(tree_div);
  });
  add("tree_scale, tree_add_scale, tree_clip", [] {
    return bits_of(tree_scale(0.1, hostile_tree())) +
           bits_of(tree_add_scale(hostile_tree(), 0.1, hostile_tree())) +
           bits_of(tree_clip(hostile_tree(), -0.1, 1e30));
  });
  add("sums and norms", [] {
    std::string text =
        bits_of(tree_sum(hostile_tree())) + bits_of(tree_vdot(hostile_tree(), hostile_tree())) +
        bits_of(global_norm(hostile_tree())) + bits_of(global_norm(hostile_tree(), dtype::f64));
    for (const norm_order ord : {norm_order::one, norm_order::two, norm_order::inf}) {
      for (const bool squared : {false, true})
        text += bits_of(tree_norm(small_tree(), ord, squared));
    }
    for (const array& a : hostile_tree().leaves())
      text += bits_of(safe_norm(a, 0.1)) + bits_of(safe_root_mean_squares(a, 1e-3));
    return text;
  });
  add("moments", [] {
    return bits_of(tree_update_moment(hostile_tree(), hostile_tree(), 0.9, 2)) +
           bits_of(tree_update_moment_per_elem_norm(small_tree(), small_tree(), 0.9, 2)) +
           bits_of(tree_update_infinity_moment(hostile_tree(), hostile_tree(), 0.9, 1e-8)) +
           bits_of(tree_bias_correction(hostile_tree(), 0.999, 7));
  });
  add("incremental_update, periodic_update, apply_updates", [] {
    tree applied = small_tree();
    apply_updates(applied, tree_scale(0.3, small_tree()));
    return bits_of(incremental_update(hostile_tree(), tree_scale(2.0, hostile_tree()), 0.01)) +
           bits_of(periodic_update(hostile_tree(), hostile_tree(), 4, 2)) + bits_of(applied);
  });
  add("casts and fills", [] {
    std::string text;
    for (const dtype to : floats) {
      text += bits_of(tree_cast(hostile_tree(), to));
      for (const double d : hostile) text += bits_of(tree_full_like(small_tree(), d, to));
    }
    tree set{{"x", array{0.5F}}};
    tree_set(set, "x", 0.1);
    return text + bits_of(set) + bits_of(packed(hostile_tree()));
  });
  add("random numbers", [] {
    std::string text = bits_of(random::bits(3, {9})) + bits_of(tree_random_like(3, small_tree()));
    for (const dtype type : {dtype::f32, dtype::f64}) {
      text += bits_of(random::uniform(3, {33}, type)) +
              bits_of(random::uniform(3, {9}, type, -0.1, 0.3)) +
              bits_of(random::normal(4, {33}, type));
    }
    return text + random::fold_in(random::split(5, 3)[2], 7).text();
  });
  add("unitwise_norm, unitwise_clip", [] {
    const array x = astype(hostile_tree()["f64"].leaf(), dtype::f32);
    const array norm = unitwise_norm(x);
    return bits_of(norm) + bits_of(unitwise_clip(x, x, x));
  });
}

void add_schedules(std::vector<named_work>& all) {
  all.push_back({"schedules", [] {
                   std::string text;
                   for (const schedule& s : every_schedule()) {
                     for (const dtype type : floats) {
                       for (std::int64_t t = 0; t < 12; ++t) text += bits_of(s(t, type));
                       for (const double t : {0.3, 2.7, 3.1, 7.7, 29.3})
                         text += bits_of(s(t, type));
                     }
                     text += describe(scale_by_schedule(s));
                   }
                   return text;
                 }});
  all.push_back(
      {"making schedules", [] {
         return bits_of(warmup_cosine_decay_schedule(0.01, 0.3, 7, 30, {.end_value = 0.001})(9)) +
                bits_of(
                    join_schedules({constant_schedule(0.1), constant_schedule(0.7)}, {2.5})(2.7)) +
                bits_of(polynomial_schedule(1e-3, 0.1, 0.7, 0.3, 0.1)(0.2));
       }});
}

void add_texts(std::vector<named_work>& all) {
  all.push_back({"describe", [] {
                   std::string text;
                   for (const auto& row : every_transformation()) text += describe(row.tx) + '\n';
                   for (const double d : hostile)
                     text += describe(adam(d, {.b1 = 0.7F, .eps = 1e-310}));
                   return text;
                 }});
  all.push_back({"explain", [] {
                   std::string text;
                   const tree params{{"even", small_tree()}, {"odd", small_tree()}};
                   for (const auto& row : every_transformation()) text += explain(row.tx, params);
                   return text;
                 }});
  all.push_back({"refusals", [] {
                   return refusal([] { schedule([](step_t) { return 1.0; }, "r\xE9"); }) +
                          refusal([] { ema(1.1, {}); }) +
                          refusal([] { clip_by_global_norm(-0.1); }) +
                          refusal([] { linear_schedule(0.1, 0.3, -2.7)(1); }) +
                          refusal([] { tree_add(hostile_tree(), small_tree()); });
                 }});
  all.push_back({"build_info", [] { return build_info(); }});
}

void add_recipes(std::vector<named_work>& all) {
  const auto add = [&](const char* name, const char* text) {
    all.push_back({name, [text] {
                     const schedule s = schedule_recipe(text);
                     std::string result = s.describe();
                     for (const dtype type : floats) result += bits_of(s(3, type));
                     return result;
                   }});
  };
  add("literals of recipes", "[0.1, 1e-310, 2.675, 1e400, 123456789012345678.9][1] + 0.1");
  add("overflow in recipes", "lambda t: 1e300 * 1e300");
  add("invalid operations in recipes", "jnp.inf - jnp.inf");
  add("what overflows in a text", "lambda t: len(f'{1e308 * 10}') * 0.1 * t");
  add("arithmetic of recipes", "lambda t: (0.1 + 0.2) * t / 3 - 7 // 0.3 + 2 ** 0.5 % 1e-3");
  add("float of a text", "lambda t: float('0.1') + float('1e-320') + float('2.5') * t");
  add("round", "lambda t: round(2.675, 2) + round(0.5) + round(t * 0.37) + round(1234.5678, 1)");
  add("texts of recipes",
      "lambda t: sum(ord_ * 0.1 for ord_ in [len(repr(2.675)), len(str(1e22 / 3)), "
      "len(f'{1 / 3:.3f} {12345.678:,.2f} {0.1:e} {2.5:.0f} {1e-7:g}')])");
  add("letters of recipes", "0.5 if 'TITLE'.lower() == 'title' and 'i'.upper() == 'I' else 0.1");
  add("functions of jax.numpy",
      "lambda t: jnp.sqrt(t * 0.1) + jnp.exp(-t * 0.3) + jnp.cos(0.1) * jnp.float16(0.1) + "
      "jnp.power(t, 0.3) + jnp.float32(1e-39)");
  add("functions of numpy and math",
      "import math, numpy as np\nmath.sqrt(2) * np.exp(0.1) + math.cos(1e-3) + np.float32(0.1)");
  add("arrays of recipes",
      "lambda t: jnp.interp(t * 0.7, jnp.array([0.1, 3.3, 7.7]), jnp.array([0.1, 1e-3, 1e-39]))");
  all.push_back({"recipes", [] {
                   const transformation tx = recipe(
                       "optax.chain(optax.clip(0.1), optax.adamw(optax.cosine_decay_schedule(0.1, "
                       "30), b1=1 - 0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim * 0.1 > 0, "
                       "p)), optax.add_noise(0.01, 0.55, 3))");
                   tree params = small_tree();
                   opt_state state = tx.init(params);
                   for (int i = 0; i < 3; ++i) tx.step(small_tree(), state, params);
                   return describe(tx) + bits_of(params);
                 }});
  all.push_back(
      {"bindings", [] {
         std::string text;
         for (const char* const number : {"0.1", "1e-310", "[2.675, 1e300]", "1 / 3"})
           text += describe(
               recipe("optax.sgd(sum(list([lr])) if 0 else 0.1)", {{"lr", binding::read(number)}}));
         return text + describe(recipe("optax.sgd(lr)", {{"lr", binding::read("1 / 3")}}));
       }});
  all.push_back({"refusals of recipes", [] {
                   return refusal([] { recipe("optax.sgd(0.1 / 0)"); }) +
                          refusal([] { recipe("optax.sgd([0.1, 2.675, 1e-310])"); });
                 }});
}

void add_files(std::vector<named_work>& all) {
  all.push_back({"save_tree, load_tree", [] {
                   return file_of([](const auto& file) { save_tree(file, hostile_tree()); },
                                  [](const auto& file) { return bits_of(load_tree(file)); });
                 }});
  all.push_back({"save_state, load_state", [] {
                   const transformation tx =
                       inject_hyperparams(adam)({.learning_rate = linear_schedule(0.1, 0.3, 7)});
                   opt_state state = tx.init(small_tree());
                   tx.update(small_tree(), state);
                   return file_of([&](const auto& file) { save_state(file, state, {.step = 3}); },
                                  [&](const auto& file) {
                                    opt_state other = tx.init(small_tree());
                                    load_state(file, other);
                                    return bits_of(tree(other.root())) +
                                           load_metadata(file).at("recipe");
                                  });
                 }});
  all.push_back({"damaged numbers in a file", [] {
                   std::string text;
                   for (const char* const number : {"1e400", "0.1", "-1e-400", "1e-310"}) {
                     text += file_of(
                         [&](const auto& file) {
                           const std::string header =
                               R"({"a":{"dtype":"F32","shape":[)" + std::string(number) + "]}}";
                           const std::uint64_t size = header.size();
                           std::ofstream(file, std::ios::binary)
                                   .write(reinterpret_cast<const char*>(&size), sizeof size)
                               << header;
                         },
                         [](const auto& file) { return refusal([&] { load_tree(file); }); });
                   }
                   return text;
                 }});
}

}  // namespace

const std::vector<named_work>& every_work() {
  static const std::vector<named_work> all = [] {
    std::vector<named_work> list;
    add_arrays(list);
    add_trees(list);
    add_schedules(list);
    add_texts(list);
    add_recipes(list);
    add_files(list);
    return list;
  }();
  return all;
}

}  // namespace support

// Expressions over arrays against JAX: the table of tests/golden/array_expressions.py.

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "core/element.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/text/source.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace {

using namespace optaxx;
using namespace optaxx::recipes;

dtype dtype_named(const std::string& name) {
  for (const dtype t : {dtype::f32, dtype::f64, dtype::bf16, dtype::f16, dtype::i32, dtype::i64,
                        dtype::u32, dtype::boolean}) {
    if (name_of(t) == name) return t;
  }
  throw std::invalid_argument(name);
}

// ["float32", false, [2], "3f800000 0"]
array array_of(const nlohmann::json& described) {
  const std::vector<std::int64_t> extents = described[2];
  array result(dtype_named(described[0]), {extents.begin(), extents.end()});
  std::istringstream bits(described[3].get<std::string>());
  for (std::size_t i = 0; i < result.size(); ++i) {
    std::uint64_t element = 0;
    bits >> std::hex >> element;
    const std::size_t width = size_of(result.dtype());
    std::memcpy(static_cast<unsigned char*>(result.mutable_data()) + i * width, &element, width);
  }
  return result;
}

std::string described(const array& a, bool weak) {
  std::ostringstream text;
  text << name_of(a.dtype()) << (weak ? " (weak) " : " ") << a.shape().text();
  const std::size_t width = size_of(a.dtype());
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::uint64_t element = 0;
    std::memcpy(&element, static_cast<const unsigned char*>(a.data()) + i * width, width);
    const double number = optaxx::detail::load_element(a.dtype(), a.data(), i);
    text << " ";
    if (number != number) {
      text << "nan";  // whatever its bits
    } else {
      text << std::hex << element << "=" << number;
    }
  }
  return text.str();
}

std::string found(const std::string& expression, const global_names& names, bool x64) {
  try {
    interpreter in(parse("result = " + expression), names, x64);
    const value v = in.run({{"result"}, [](const value&) { return false; }});
    if (const auto* t = v.get<value_tree>()) return "a tree " + t->structure->text();
    if (!is_numeric(v)) return repr(v);
    const array_operand a = recipes::array_of(v, x64);
    return described(*a.numbers, a.weak);
  } catch (const fault& f) {
    return complaint(expression, f).what();
  }
}

void compare(const nlohmann::json& table, bool x64) {
  global_names names = root_names();
  const auto allowance = std::make_shared<array_allowance>(1000);
  for (const auto& [name, numbers] : table.at("arrays").items())
    names.insert_or_assign(name, array_value(array_of(numbers), false, allowance));
  for (const auto& row : table.at("rows")) {
    const std::string text = row[0];
    const nlohmann::json wanted(row.begin() + 1, row.end());
    EXPECT_EQ(found(text, names, x64), described(array_of(wanted), wanted[1])) << text;
  }
}

const nlohmann::json& table() {
  static const nlohmann::json t = [] {
    std::ifstream file(OPTAXX_TEST_DATA_DIR "/golden/array_expressions.json");
    return nlohmann::json::parse(file);
  }();
  return t;
}

TEST(recipe_arrays, have_the_bits_the_types_and_the_shapes_of_jax) {
  ASSERT_GT(table().at("float32").at("rows").size(), 200U);
  compare(table().at("float32"), false);
}

TEST(recipe_arrays, have_them_with_x64_too) { compare(table().at("x64"), true); }

}  // namespace

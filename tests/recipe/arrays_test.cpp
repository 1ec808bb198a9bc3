// Arrays of numbers in recipes: what JAX and NumPy make of them, in float32 and in x64 mode.

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/python.hpp"
#include "recipe/evaluated.hpp"

namespace {

std::string result_of(const std::string& expression, bool x64 = false) {
  return evaluated("result = " + expression, x64);
}

void says(const std::string& expression, const std::string& expected) {
  const std::string said = result_of(expression);
  EXPECT_NE(said.find(expected), std::string::npos) << said;
}

// The values and dtypes are those of JAX 0.10.
TEST(recipe_arrays, have_the_dtypes_of_jax) {
  struct row {
    const char* expression;
    const char* f32;
    const char* x64;
  };
  for (const auto& [expression, f32, x64] : {
           row{"jnp.array([1, 2])", "int32", "int64"},
           row{"jnp.array([1, 2.5])", "float32", "float64"},
           row{"jnp.array([True, False])", "bool", "bool"},
           row{"jnp.array([True, 1])", "int32", "int64"},
           row{"jnp.array([jnp.int32(1), 2])", "int32", "int32"},
           row{"jnp.array([jnp.float32(1), 2.0])", "float32", "float32"},
           row{"jnp.array([1, 2], dtype='float32')", "float32", "float32"},
           row{"jnp.array([1.5], dtype=jnp.int32)", "int32", "int32"},
           row{"np.array([1, 2])", "int64", "int64"},
           row{"np.array([1.5, 2])", "float64", "float64"},
           row{"np.array([1, 2], dtype=np.float32)", "float32", "float32"},
           row{"np.array([1, 2]) * jnp.int32(2)", "int32", "int64"},
           row{"np.array([1.5]) * jnp.int32(2)", "float32", "float64"},
           row{"np.array([1.5]) * jnp.float32(2)", "float32", "float64"},
           row{"np.array([1, 2]) / 2", "float64", "float64"},
           row{"jnp.array([1, 2]) / 2", "float32", "float64"},
           row{"jnp.array([1, 2]) // 2", "int32", "int64"},
           row{"jnp.array([1, 2]) > 1", "bool", "bool"},
           row{"jnp.array([1, 2]) * jnp.float32(2)", "float32", "float32"},
           row{"jnp.array([1, 2]).astype(jnp.float32)", "float32", "float32"},
           row{"jnp.sqrt(np.array([1, 2]))", "float32", "float64"},
           row{"jnp.minimum(np.array([1, 2]), 2)", "int32", "int64"},
           row{"np.sqrt(np.array([1, 2]))", "float64", "float64"},
           row{"np.array(jnp.array([1.5]))", "float64", "float64"},
           row{"jnp.searchsorted(jnp.array([1, 2]), jnp.array([1.5]))", "int32", "int32"},
           row{"jnp.float32(1) * 2", "float32", "float32"},
           row{"jnp.asarray(3) / 7", "float32", "float64"},
           row{"jnp.square(jnp.int32(1) > 0)", "int32", "int32"},
           row{"(jnp.int32(1) > 0) + 1", "int32", "int64"},
           row{"(jnp.int32(1) > 0) + (jnp.int32(1) > 2)", "bool", "bool"},
           row{"jnp.interp(jnp.array([1]), jnp.array([1, 2]), jnp.array([1, 2]))", "float32",
               "float64"},
       }) {
    const std::string dtype = "(" + std::string(expression) + ").dtype";
    EXPECT_EQ(result_of(dtype), f32) << expression;
    EXPECT_EQ(result_of(dtype, true), x64) << expression;
  }
}

TEST(recipe_arrays, are_computed_element_by_element) {
  EXPECT_EQ(result_of("jnp.array([1, 2]) * 2"), "[2, 4]");
  EXPECT_EQ(result_of("2 - jnp.array([1, 2]) + jnp.array([1])"), "[2, 1]");
  EXPECT_EQ(result_of("-np.array([1, 2])"), "[-1, -2]");
  EXPECT_EQ(result_of("+jnp.array([1, 2])"), "[1, 2]");
  EXPECT_EQ(result_of("abs(jnp.array([1, -2]))"), "[1, 2]");
  EXPECT_EQ(result_of("abs(np.array([0.5, -2]))"), "[0.5, 2.0]");
  EXPECT_EQ(result_of("np.array([0.1, 0.2]) * 3"), "[0.30000000000000004, 0.6000000000000001]");
  EXPECT_EQ(result_of("jnp.array([1, 2]) ** 2"), "[1, 4]");
  EXPECT_EQ(result_of("[bool(x) for x in jnp.array([1, 2]) == 2]"), "[False, True]");
  EXPECT_EQ(result_of("jnp.where(jnp.array([1, 2]) > 1, 3, jnp.array([5, 6]))"), "[5, 3]");
  EXPECT_EQ(result_of("jnp.clip(jnp.array([1, 2, 3]), 2, 2.5)"), "[2.0, 2.0, 2.5]");
  EXPECT_EQ(result_of("np.where(np.array([1, 2]) > 1, 3, 0.1)"), "[0.1, 3.0]");
  EXPECT_EQ(result_of("np.maximum(np.array([1, 2]), 1.5)"), "[1.5, 2.0]");
  EXPECT_EQ(result_of("jnp.select([jnp.array([1, 2]) > 1], [7], 0)"), "[0, 7]");
  EXPECT_EQ(result_of("jax.lax.max(jnp.array([1, 2]), jnp.array([2, 1]))"), "[2, 2]");
  EXPECT_EQ(result_of("jnp.where(jnp.logical_not(jnp.array([1, 2]) > 1), 1, 2)"), "[1, 2]");
  EXPECT_EQ(result_of("jnp.where(jnp.logical_or(jnp.array([True, False]), False), 1, 2)"),
            "[1, 2]");
  EXPECT_EQ(result_of("jnp.array([1.7, -1.7]).astype(jnp.int32)"), "[1, -1]");
}

TEST(recipe_arrays, have_powers_as_exact_as_those_of_the_c_library) {
  const float base = 0.97F;
  for (int n = 1; n < 60; ++n) {
    const auto exact = static_cast<float>(std::pow(static_cast<double>(base), n));
    const std::string exponents = "jnp.array([" + std::to_string(n) + ", 1])";
    for (const std::string& power :
         {"jnp.float32(0.97) ** " + exponents, "jnp.power(0.97, " + exponents + ")"})
      EXPECT_EQ(result_of("(" + power + ")[0]"), optaxx::detail::python_repr(exact)) << power;
  }
}

TEST(recipe_arrays, are_indexed_as_jax_does) {
  EXPECT_EQ(result_of("jnp.array([1, 2, 3])[-1]"), "3");
  EXPECT_EQ(result_of("jnp.array([1, 2, 3])[5]"), "3");
  EXPECT_EQ(result_of("jnp.array([1, 2, 3])[jnp.int32(-5)]"), "1");
  EXPECT_EQ(result_of("jnp.array([1, 2, 3])[jnp.array([0, 7])]"), "[1, 3]");
  EXPECT_EQ(result_of("jnp.array([1, 2, 3])[1:]"), "[2, 3]");
  EXPECT_EQ(result_of("np.array([1, 2, 3])[::-2]"), "[3, 1]");
  EXPECT_EQ(result_of("np.array([1, 2, 3])[jnp.int32(1)]"), "2");
  EXPECT_EQ(result_of("[0.1, 0.2][jnp.int32(1)]"), "0.2");
  EXPECT_EQ(result_of("[0.1, 0.2][np.array([1])[0]]", true), "0.2");
  EXPECT_EQ(result_of("range(np.array([2])[0])", true), "[0, 1]");
  EXPECT_EQ(result_of("np.array([0.1])[0] * jnp.float32(1)", true), "0.1");
  says("np.array([1, 2, 3])[3]", "there are 3 items, and no number 3");
  says("jnp.array([1, 2])[1.0]", "expected a position, got 1.0");
  says("jnp.array([1, 2])[True]", "expected a position, got True");
  says("jnp.array([1, 2])[2:]", "an array of no numbers");
}

TEST(recipe_arrays, have_a_length_and_can_be_gone_through) {
  EXPECT_EQ(result_of("len(jnp.array([1, 2, 3]))"), "3");
  EXPECT_EQ(result_of("jnp.array([1, 2, 3]).shape"), "(3,)");
  EXPECT_EQ(result_of("np.array([1, 2, 3]).size"), "3");
  EXPECT_EQ(result_of("np.array([1, 2, 3]).ndim"), "1");
  EXPECT_EQ(result_of("[x * 2 for x in np.array([1, 2])]"), "[2, 4]");
  EXPECT_EQ(result_of("sum(jnp.array([1, 2]))"), "3");
  EXPECT_EQ(result_of("max(np.array([1, 2]))"), "2");
  EXPECT_EQ(result_of("2 in np.array([1, 2])"), "True");
}

TEST(recipe_arrays, are_searched_and_interpolated) {
  EXPECT_EQ(result_of("jnp.searchsorted(jnp.array([1, 2, 2, 3]), 2)"), "1");
  EXPECT_EQ(result_of("jnp.searchsorted(jnp.array([1, 2, 2, 3]), 2, side='right')"), "3");
  EXPECT_EQ(result_of("jnp.searchsorted(jnp.array([1, 2]), np.nan)"), "2");
  EXPECT_EQ(result_of("np.searchsorted([1, 2, 3], [0, 2.5, 9])"), "[0, 2, 3]");
  // What does not ascend.
  EXPECT_EQ(result_of("jnp.searchsorted(jnp.array([3, 1, 2, 5, 0]), 1)"), "0");
  EXPECT_EQ(result_of("jnp.interp(2.5, [1, 2, 3], (3, 2, 0))"), "1.0");
  EXPECT_EQ(result_of("jnp.interp(4, [1, 2, 3], [3, 2, 0], right='extrapolate')"), "-2.0");
  EXPECT_EQ(result_of("np.interp([0, 1, 1.5, 2.5, 4], [1, 2, 3], [3, 2, 0], left=None)"),
            "[3.0, 3.0, 2.5, 1.0, 0.0]");
  EXPECT_EQ(result_of("np.interp(x=3.14, xp=[1, 2, 3], fp=[3, 2, 0], right=-99)"), "-99.0");
  EXPECT_EQ(result_of("np.interp([-180, -170, -185, 185, -10, -5, 0, 365], [190, -190, 350, -350], "
                      "[5, 10, 3, 4], period=360)"),
            "[7.5, 5.0, 8.75, 6.25, 3.0, 3.25, 3.5, 3.75]");
  EXPECT_EQ(result_of("np.interp(1, [0, 1], [0, np.inf])"), "jnp.inf");
}

TEST(recipe_arrays, say_what_is_wrong) {
  says("jnp.array([1, 2]) + jnp.array([1, 2, 3])",
       "arrays of 2 and of 3 numbers do not go together");
  says("jnp.array([1, 2]) + [1, 2]", "expected a number or an array, got the list [1, 2]");
  says("np.array([[1, 2], [3, 4]])", "an array holds numbers, got the list [1, 2]");
  says("np.array([np.array([1])])", "an array has one dimension here");
  says("jnp.array([[1, 2], [3]])", "arrays of shape (1, 2) and (1, 1) do not go together");
  says("jnp.array([])", "line 1, column 20: an array of no numbers");
  says("jnp.array(['a'])", "an array holds numbers, got the string 'a'");
  says("1 if jnp.array([1, 2]) else 2", "are no condition together: the array [1, 2]");
  says("float(jnp.array([1, 2]))", "float: the argument must be a number, got the array [1, 2]");
  says("jnp.array([1, 2]).Tee", "an array has no 'Tee' here");
  says("jnp.array([1, 2]).shap", "(did you mean 'shape'?)");
  says("jnp.array([2**40]) + 1", "1099511627776 does not fit an int32");
  says("jnp.array([2**40]).dtype", "1099511627776 does not fit an int32");
  says("[x for x in jnp.array([2**40])]", "1099511627776 does not fit an int32");
  says("np.array([2**60]) * jnp.int32(1)", "does not fit an int32");
  says("jnp.interp(1, 2, 3)", "jnp.interp: xp must be an array or a list of numbers, got 2");
  says("jnp.interp(1, [1, 2], [1])", "jnp.interp: fp must have as many numbers as xp");
  says("jnp.interp(1, [1], [1], left='a')",
       "jnp.interp: left must be a number or 'extrapolate', got the string 'a'");
  says("np.interp(1, [1], [1], left='extrapolate')", "np.interp: left must be a number");
  says("np.interp(1, [1], [1], period=0)", "np.interp: period must not be 0");
  says("np.interp('a', [1], [1])", "expected a number, got the string 'a'");
  says("jnp.searchsorted([1], 1, side='top')",
       "side must be 'left' or 'right', got the string 'top'");
}

TEST(recipe_arrays, weigh_what_they_hold) {
  std::string text = "a = jnp.array(range(500))\n";
  for (int i = 0; i < 300; ++i) text += "a = jnp.minimum(a, 1)\nb = jnp.interp(len(a), a, a)\n";
  EXPECT_EQ(evaluated(text + "result = [b, a[2], a[0]]"), "[1.0, 1, 0]");
}

TEST(recipe_arrays, stay_within_the_limits) {
  says("[jnp.array(range(9999)) for i in range(99)]", "too large");
  const std::string a = "(lambda a: [EXPRESSION for i in range(9999)])(np.array(range(9999)))";
  for (const std::string work : {"(1 + a)[0]",
                                 "(-a)[0]",
                                 "(a == 1)[0]",
                                 "(a < a)[0]",
                                 "jnp.sqrt(a)[0]",
                                 "jnp.minimum(1, a)[0]",
                                 "np.sqrt(a)[0]",
                                 "np.where(a, 1, 2)[0]",
                                 "jnp.where(a, 1, 2)[0]",
                                 "jnp.interp(1, a, a)",
                                 "np.interp(1, a, a)",
                                 "np.interp(a, [1], [1])[0]",
                                 "jnp.array(a)[0]",
                                 "jnp.searchsorted(a, 1)",
                                 "a.astype('float32')[0]",
                                 "abs(a)[0]",
                                 "len(a)",
                                 "a[a][0]",
                                 "a[1:][0]",
                                 "jnp.power(2, a)[0]",
                                 "jnp.select([True], [a])[0]",
                                 "jax.lax.select(True, a, a)[0]",
                                 "jnp.logical_not(a)[0]",
                                 "jnp.clip(1, a)[0]"}) {
    std::string text = a;
    text.replace(text.find("EXPRESSION"), 10, work);
    says(text, "more work");
  }
}

}  // namespace

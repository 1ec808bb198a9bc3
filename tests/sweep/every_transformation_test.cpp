// That the list of all transformations holds all that there is: what is added later and not listed
// fails here, by name.
#include "support/every_transformation.hpp"

#include <gmock/gmock.h>

#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "isa/patterns.hpp"
#include "kernels/all.hpp"
#include "support/runs.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/recording.hpp"

namespace {

using namespace optaxx;
using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;

// What is called to get a transformation: functions, and constants of type factory.
std::set<std::string> factories_in(const std::string& header) {
  static const std::regex comment("//[^\n]*");
  static const std::regex declaration(
      R"((?:[\s>]transformation|inline constexpr factory<transformation,[^;{]*>)\s+(\w+)[({])");
  const std::string code = std::regex_replace(header, comment, "");
  std::set<std::string> names;
  for (std::sregex_iterator m(code.begin(), code.end(), declaration), end; m != end; ++m) {
    const std::string name = (*m)[1];
    if (!name.starts_with("make_") && name != "operator") names.insert(name);
  }
  return names;
}

std::set<std::string> factories() {
  const std::filesystem::path include =
      std::filesystem::path(OPTAXX_TEST_DATA_DIR).parent_path() / "include/optaxx";
  std::set<std::string> names;
  for (const auto& file : std::filesystem::recursive_directory_iterator(include)) {
    if (file.is_regular_file()) names.merge(factories_in(content_of(file.path())));
  }
  names.erase("recipe");  // which calls the others
  // What needs an extra argument, which the rows are called without.
  for (const char* name : {"scale_by_polyak", "polyak_sgd", "hutchinson_estimator_diag_hessian"})
    names.erase(name);
  // What takes gradients that are not like the parameters.
  for (const char* name : {"lookahead", "differentially_private_aggregate", "dpsgd"})
    names.erase(name);
  return names;
}

bool calls(const std::string& expression, const std::string& function) {
  for (std::size_t at = expression.find(function + "("); at != std::string::npos;
       at = expression.find(function + "(", at + 1)) {
    const char before = at == 0 ? ' ' : expression[at - 1];
    if (std::isalnum(static_cast<unsigned char>(before)) == 0 && before != '_') return true;
  }
  return false;
}

TEST(every_transformation, is_found_in_headers_by_its_declaration) {
  EXPECT_THAT(factories_in("\nnamespace detail {\ntransformation make_a(const a_options<>& o);\n}\n"
                           "inline constexpr factory<transformation, a_options, 1, number>\n"
                           "    a{detail::make_a};\n\ntransformation b(int n);\n"
                           "template <class F>\nrequires good<F> transformation c(F f);\n"
                           "// A transformation d(int).\n"),
              ElementsAre("a", "b", "c"));
  EXPECT_THAT(factories(), testing::IsSupersetOf({"adam", "chain", "identity", "masked"}));
}

TEST(every_transformation, calls_every_factory) {
  for (const std::string& name : factories()) {
    bool called = false;
    for (const auto* rows : {&every_transformation(), &every_one_that_needs_a_loss()}) {
      for (const auto& row : *rows) called = called || calls(row.name, name);
    }
    EXPECT_TRUE(called) << name << ": no row of every_transformation() calls it";
  }
}

TEST(every_transformation, that_is_a_chain_has_its_links) {
  const std::vector<std::int64_t> lengths = {3, 3};
  const tree params = tree_of(lengths, {dtype::f32}, contents::plain, 1);
  for (const auto& row : every_transformation()) {
    const opt_state state = row.tx.init(params);
    const std::size_t links = state.kind() == node_kind::tuple ? state.root().children() : 0;
    EXPECT_EQ(row.links.size(), links) << row.name;
  }
}

// What some steps of every transformation make the executor do.
struct exercised {
  std::set<std::uint16_t> kernels;
  std::set<std::uint16_t> storing_otherwise;  // with a slot of another dtype than the leaf's
  std::set<std::int16_t> patterns;
  std::set<std::uint32_t> codes;
};

void note(const step_recording& recording, exercised& found) {
  for (const auto& lowered : recording.lowerings().entries()) {
    for (const exec::leaf_class& c : lowered->classes) {
      found.patterns.insert(c.pattern);
      for (const isa::op& op : c.ops) {
        found.kernels.insert(op.kernel);
        found.codes.insert(op.code);
        if (op.converts) found.storing_otherwise.insert(op.kernel);
      }
    }
  }
  for (const auto& result : recording.reductions().used()) note(*result->recording, found);
}

const exercised& all_that_is_exercised() {
  static const exercised all = [] {
    exercised found;
    const std::vector<std::int64_t> lengths = {5, 6, 7, 8, 9, 10, 64, 63, 65};
    const std::vector<contents> grads(5, contents::plain);
    const problem p =
        make_problem(lengths, {dtype::f32, dtype::f64, dtype::f64}, contents::plain, grads);
    for (const auto* rows : {&every_transformation(), &every_one_that_needs_a_loss()}) {
      for (const auto& row : *rows) {
        for (const numerics n : {numerics::exact, numerics::fast}) {
          opt_state state = row.tx.init(p.params, {.numerics = n});
          for (const tree& g : p.grads) row.tx.update(g, state, p.params, {.value = 0.5});
          note(opt_state_access::workspace(state)->recording, found);
        }
      }
    }
    return found;
  }();
  return all;
}

TEST(every_transformation, reaches_every_kernel) {
  const auto& reached = all_that_is_exercised().kernels;
#define OPTAXX_EXPECT(name)                                                           \
  EXPECT_TRUE(reached.contains(static_cast<std::uint16_t>(kernels::kernel_id::name))) \
      << "src/kernels/" #name ".hpp: no row of every_transformation() runs it";
  OPTAXX_KERNELS(OPTAXX_EXPECT)
#undef OPTAXX_EXPECT
}

TEST(every_transformation, reaches_every_pattern) {
  const auto& reached = all_that_is_exercised().patterns;
  std::int16_t pattern = 0;
#define OPTAXX_EXPECT(...)                 \
  EXPECT_TRUE(reached.contains(pattern++)) \
      << "the pattern " #__VA_ARGS__ ": no row of every_transformation() runs it";
  OPTAXX_PATTERNS(OPTAXX_EXPECT)
#undef OPTAXX_EXPECT
}

TEST(every_transformation, reaches_every_fused_step) {
  using enum kernels::kernel_id;
  const auto& reached = all_that_is_exercised().codes;
#define OPTAXX_EXPECT(...)                                 \
  EXPECT_TRUE(reached.contains(isa::code_of(__VA_ARGS__))) \
      << "the step " #__VA_ARGS__ ": no row of every_transformation() runs it";
  OPTAXX_STEPS(OPTAXX_EXPECT)
#undef OPTAXX_EXPECT
}

}  // namespace

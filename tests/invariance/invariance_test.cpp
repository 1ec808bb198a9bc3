// The same bits wherever the arrays lie, whatever runs, and however the work is cut.
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "optaxx/combinators/chain.hpp"
#include "support/every_transformation.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using namespace support;

const std::vector<contents> hostile_grads = {contents::plain, contents::small,     contents::plain,
                                             contents::huge,  contents::nonfinite, contents::plain};

// Around every width of a vector and of a group of them, and around a block and a tile.
const std::vector<std::int64_t> lengths = {-1,  0,   1,   2,   3,    4,    5,    7,  8,  9,
                                           15,  16,  17,  31,  32,   33,   63,   64, 65, 127,
                                           128, 129, 511, 513, 4095, 4096, 4097, 8};
// Enough for three threads, whose parts begin in the middle of a leaf.
const std::vector<std::int64_t> long_lengths = {9, 50001, -1, 4097, 0, 1000};

const std::vector<tree_types> types = {
    {dtype::f32},
    {dtype::f64},
    {dtype::bf16},
    {dtype::f16},
    {dtype::bf16, dtype::f32, dtype::f16, dtype::f64},
    {{dtype::bf16, dtype::f16, dtype::f32}, {dtype::f32, dtype::bf16, dtype::bf16}}};

void expect_same(const outcome& expected, const outcome& came, const std::string& where) {
  ASSERT_EQ(expected.size(), came.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_TRUE(same_bits(expected[i], came[i])) << where << ", step " << i;
  }
}

class same_bits_of : public testing::TestWithParam<std::size_t> {
 protected:
  const tree_types& of() const { return types[GetParam()]; }
};

std::string name_of_types(const testing::TestParamInfo<std::size_t>& info) {
  return std::vector<std::string>{
      "float32", "float64", "bfloat16", "float16", "mixed", "pairs"}[info.param];
}
INSTANTIATE_TEST_SUITE_P(trees, same_bits_of, testing::Range<std::size_t>(0, types.size()),
                         name_of_types);

struct treatment {
  placement where;
  way how;
};

TEST_P(same_bits_of, every_instruction_set_and_placement) {
  const problem p = make_problem(lengths, of(), contents::small, hostile_grads);
  std::vector<placed_problem> placed;
  for (const placement where : {placement::own, placement::packed, placement::unaligned}) {
    placed.emplace_back(p, where);
  }
  const std::vector<treatment> treatments = {
      {placement::own, way::step},         {placement::packed, way::step},
      {placement::unaligned, way::step},   {placement::own, way::update},
      {placement::unaligned, way::update}, {placement::packed, way::update_in_place}};
  for (const named_transformation& row : every_transformation()) {
    outcome of_step;
    outcome of_update;
    for (const std::string& set : instruction_sets()) {
      const setting now(set, 1);
      for (const auto& [where, how] : treatments) {
        const outcome came = run(row.tx, placed[static_cast<std::size_t>(where)], how);
        outcome& reference = how == way::step ? of_step : of_update;
        if (reference.empty()) reference = came;
        expect_same(
            reference, came,
            row.name + " on " + set + ", placement " + std::to_string(static_cast<int>(where)));
        if (HasFailure()) return;
      }
    }
  }
}

TEST_P(same_bits_of, every_number_of_threads) {
  const std::vector<contents> grads = {contents::plain, contents::small, contents::nonfinite};
  const problem p = make_problem(long_lengths, of(), contents::small, grads);
  const placed_problem own(p, placement::own);
  const placed_problem unaligned(p, placement::unaligned);
  for (const named_transformation& row : every_transformation()) {
    const outcome reference = [&] {
      const setting now(instruction_sets().front(), 1);
      return run(row.tx, own);
    }();
    for (const std::string& set : instruction_sets()) {
      for (const std::size_t threads : {2U, 3U}) {
        const setting now(set, threads);
        expect_same(reference, run(row.tx, threads == 2 ? own : unaligned),
                    row.name + " on " + set + ", " + std::to_string(threads) + " threads");
        if (HasFailure()) return;
      }
    }
  }
}

// A tile is the register's program cut at code of the user's; here before the first link, where no
// kernel for the whole program is left either.
transformation in_tiles(const transformation& tx) { return chain(barrier_of_user_code(), tx); }

TEST_P(same_bits_of, every_cut_into_tiles) {
  const problem p = make_problem(lengths, of(), contents::small, hostile_grads);
  const placed_problem in(p, placement::own);
  for (const named_transformation& row : every_transformation()) {
    for (const std::string& set : instruction_sets()) {
      const setting now(set, 1);
      for (const way how : {way::step, way::update}) {
        expect_same(run(row.tx, in, how), run(in_tiles(row.tx), in, how), row.name + " on " + set);
        if (HasFailure()) return;
      }
    }
  }
}

std::vector<transformation> with_user_code_between(const std::vector<transformation>& links) {
  std::vector<transformation> result;
  for (const transformation& link : links) {
    result.push_back(link);
    result.push_back(barrier_of_user_code());
  }
  return result;
}

TEST_P(same_bits_of, a_chain_and_its_links_one_by_one) {
  const problem p = make_problem(lengths, of(), contents::small, hostile_grads);
  const placed_problem in(p, placement::own);
  for (const named_transformation& row : every_transformation()) {
    if (row.links.empty()) continue;
    const transformation separated = chain(with_user_code_between(row.links));
    for (const std::string& set : instruction_sets()) {
      const setting now(set, 1);
      const outcome whole = run(row.tx, in, way::update);
      expect_same(whole, run_link_by_link(row.links, in), row.name + " link by link on " + set);
      expect_same(whole, run(separated, in, way::update), row.name + " separated on " + set);
      if (HasFailure()) return;
    }
  }
}

// The parameters are plain: a silent step of multi_steps leaves -0 as it is, where 0 would be
// added.
TEST_P(same_bits_of, a_step_and_an_update_that_is_applied) {
  const problem p = make_problem(lengths, of(), contents::plain, hostile_grads);
  const placed_problem in(p, placement::own);
  for (const named_transformation& row : every_transformation()) {
    const outcome stepped = run(row.tx, in, way::step);
    const outcome updated = run(row.tx, in, way::update);
    ASSERT_EQ(stepped.size(), updated.size());
    for (std::size_t i = 0; i < stepped.size(); ++i) {
      const std::size_t updates = p.params.leaves().size();
      const std::span<const array> without_updates = std::span(updated[i]).subspan(updates);
      ASSERT_TRUE(same_bits(stepped[i], without_updates)) << row.name << ", step " << i;
    }
  }
}

}  // namespace

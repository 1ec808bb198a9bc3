#include "isa/dispatch.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>

#include "optaxx/core/runtime.hpp"
#include "support/settings.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(instruction_sets, are_there_from_the_widest_to_the_narrowest) {
  ASSERT_FALSE(isa::available().empty());
  EXPECT_THAT(support::instruction_sets(), testing::Contains(isa::available().back()->name));
#ifdef __x86_64__
  EXPECT_STREQ(isa::available().back()->name, "sse2");
#endif
}

TEST(instruction_sets, run_when_chosen_by_name) {
  for (const std::string& name : support::instruction_sets()) {
    const support::setting now(name, 1);
    EXPECT_EQ(instruction_set(), name);
    EXPECT_EQ(isa::current().name, name);
    EXPECT_THAT(build_info(), HasSubstr("instruction set " + name + ","));
  }
}

TEST(instruction_sets, that_are_not_there_are_refused_with_what_is) {
  const std::string before = instruction_set();
  EXPECT_THAT([] { set_instruction_set("mmx"); },
              ThrowsMessage<std::invalid_argument>(testing::AllOf(
                  HasSubstr("no instruction set 'mmx'"), HasSubstr(instruction_set()))));
  EXPECT_EQ(instruction_set(), before);
}

TEST(threads, are_from_one_to_many) {
  const std::size_t before = threads();
  EXPECT_THAT([] { set_threads(0); }, ThrowsMessage<std::invalid_argument>(
                                          "set_threads: at least one thread is needed, got 0"));
  EXPECT_THAT([] { set_threads(1025); },
              ThrowsMessage<std::invalid_argument>(
                  "set_threads: at most 1024 threads can be used, got 1025"));
  EXPECT_EQ(threads(), before);
}

}  // namespace

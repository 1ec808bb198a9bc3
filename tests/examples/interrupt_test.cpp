#include "digits/interrupt.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace digits {
namespace {

// In a process of its own: the handlers stay.
TEST(interrupt, is_noted_and_does_not_end_the_program) {
  const auto interrupt_myself = [] {
    note_interrupts();
    const bool noted_nothing_yet = interrupted() == 0;
    std::raise(SIGINT);
    std::exit(noted_nothing_yet && interrupted() == SIGINT ? 0 : 1);
  };
  EXPECT_EXIT(interrupt_myself(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace digits

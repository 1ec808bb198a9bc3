// What the host program has set for itself changes nothing that the library does, and is there
// again after it. Steps are in sweep/environment_test.cpp.
#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "support/environment.hpp"
#include "support/every_work.hpp"
#include "support/temporary_directory.hpp"

namespace {

using support::environment;

TEST(the_floating_point_environment, does_not_reach_any_work_and_is_given_back) {
  for (const auto& work : support::every_work()) {
    const std::string expected = work.run();
    for (const auto& caller : support::environments()) {
      std::string came;
      environment::value after{};
      {
        const environment scope(caller);
        came = work.run();
        after = environment::current();
      }
      EXPECT_EQ(came, expected) << work.name << ", rounding " << caller.rounding << ", control "
                                << caller.control;
      EXPECT_EQ(after, caller) << work.name;
    }
  }
}

// German: a comma in numbers, and points in large ones. Turkish, in bytes: the small letter of I
// has a dot less, and bytes above 127 are letters.
TEST(the_locale, does_not_reach_any_work) {
  std::vector<std::string> expected;
  for (const auto& work : support::every_work()) expected.push_back(work.run());
  const support::temporary_directory directory;
  ASSERT_EQ(setenv("LOCPATH", directory.path().c_str(), 1), 0);
  for (const auto& [language, charset] :
       {std::pair<std::string, std::string>{"de_DE", "UTF-8"}, {"tr_TR", "ISO-8859-9"}}) {
    const std::string name = language + "." + charset;
    const std::string make =
        "localedef -i " + language + " -f " + charset + " " + (directory / name).string();
    ASSERT_EQ(std::system(make.c_str()), 0) << "Debian's package locales has what it reads";
    ASSERT_NE(std::setlocale(LC_ALL, name.c_str()), nullptr) << name;
    EXPECT_STREQ(std::localeconv()->decimal_point, ",");
    std::vector<std::string> came;
    for (const auto& work : support::every_work()) came.push_back(work.run());
    std::setlocale(LC_ALL, "C");
    for (std::size_t i = 0; i < came.size(); ++i)
      EXPECT_EQ(came[i], expected[i]) << support::every_work()[i].name << " in " << name;
  }
  unsetenv("LOCPATH");
}

}  // namespace

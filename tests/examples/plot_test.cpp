#include "digits/plot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "digits/gnuplot.hpp"
#include "support/temporary_directory.hpp"

namespace digits {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<run> two_runs{
    {.name = "adam",
     .planned_epochs = 1,
     .epochs = {{0, 0, 2.5, 2.25, 0.125}, {1, 45, 0.5, 0.75, 0.875}}},
    {.name = "lion", .planned_epochs = 1, .epochs = {{0, 0, 2.5, 2.25, 0.125}}}};

const std::string their_csv =
    "optimizer,epoch,steps,train_loss,test_loss,test_accuracy\n"
    "adam,0,0,2.5,2.25,0.125\n"
    "adam,1,45,0.5,0.75,0.875\n"
    "lion,0,0,2.5,2.25,0.125\n";

// A directory with a name that needs quotes, gone after the test.
class save_curves_test : public testing::Test {
 protected:
  void TearDown() override { fs::remove_all(directory_.parent_path()); }

  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory_)) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }

  // Stands in for gnuplot.
  std::string program(const std::string& script) const {
    fs::create_directories(directory_.parent_path());
    const fs::path file = directory_.parent_path() / "program";
    std::ofstream(file) << "#!/bin/sh\n" << script << '\n';
    fs::permissions(file, fs::perms::owner_all);
    return file.string();
  }

  const fs::path directory_ = fs::path(testing::TempDir()) /
                              ("optaxx plot_test " + std::to_string(getpid())) / "it's \"here\"";
};

TEST_F(save_curves_test, writes_all_there_is_and_leaves_nothing_else) {
  const curves_files written =
      save_curves(two_runs, directory_,
                  {.title = "t",
                   .gnuplot = program("test -s curves.csv && test -s \"$1\" && "
                                      "echo p >curves.png && echo s >curves.svg")});
  EXPECT_EQ(written.problem, "");
  EXPECT_EQ(support::content_of(written.csv), their_csv);
  EXPECT_EQ(support::content_of(written.png.value()), "p\n");
  EXPECT_EQ(support::content_of(written.svg.value()), "s\n");
  EXPECT_THAT(files(), ElementsAre("curves.csv", "curves.gp", "curves.png", "curves.svg"));
}

TEST_F(save_curves_test, writes_the_numbers_without_gnuplot_and_says_what_is_missing) {
  const curves_files written =
      save_curves(two_runs, directory_, {.title = "t", .gnuplot = "no-such-gnuplot"});
  EXPECT_THAT(written.problem, HasSubstr("'no-such-gnuplot' was not found"));
  EXPECT_FALSE(written.png || written.svg);
  EXPECT_EQ(support::content_of(written.csv), their_csv);
  EXPECT_THAT(files(), ElementsAre("curves.csv", "curves.gp"));
}

TEST_F(save_curves_test, publishes_no_picture_of_a_gnuplot_that_failed) {
  const curves_files written =
      save_curves(two_runs, directory_,
                  {.title = "t",
                   .gnuplot = program("echo half >curves.png; echo; echo '   ^' >&2; "
                                      "echo 'line 3: no such terminal' >&2; exit 1")});
  EXPECT_THAT(written.problem, HasSubstr("stopped: line 3: no such terminal"));
  EXPECT_THAT(files(), ElementsAre("curves.csv", "curves.gp"));
}

TEST_F(save_curves_test, removes_the_pictures_of_an_earlier_run) {
  const std::string gnuplot = program("echo p >curves.png; echo s >curves.svg");
  save_curves(two_runs, directory_, {.title = "t", .gnuplot = gnuplot});
  const curves_files written = save_curves(two_runs, directory_, {.title = "t", .picture = false});
  EXPECT_EQ(written.problem, "");
  EXPECT_THAT(files(), ElementsAre("curves.csv"));
}

TEST_F(save_curves_test, names_a_directory_that_cannot_be_written) {
  fs::create_directories(directory_.parent_path());
  std::ofstream(directory_) << "a file is in the way";
  try {
    save_curves(two_runs, directory_, {.title = "t"});
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot write to '" + directory_.string() + "'"));
  }
}

TEST_F(save_curves_test, draws_a_png_and_an_svg_with_the_real_gnuplot) {
  const curves_files written = save_curves(two_runs, directory_, {.title = "it's a_title"});
  if (written.problem.find("was not found") != std::string::npos) GTEST_SKIP() << written.problem;
  ASSERT_EQ(written.problem, "");
  EXPECT_EQ(support::content_of(written.png.value()).substr(0, 4), "\x89PNG");
  EXPECT_THAT(support::content_of(written.svg.value()), HasSubstr("it's a_title"));
  EXPECT_THAT(support::content_of(written.svg.value()), HasSubstr("</svg>"));
}

TEST(curves_script, fills_in_every_mark) {
  const std::string script = curves_script(two_runs, "a title");
  EXPECT_EQ(script.find('@'), std::string::npos);
  EXPECT_THAT(script, HasSubstr("set xrange [0:1]"));
  EXPECT_THAT(script, HasSubstr("title 'a title'"));
  EXPECT_THAT(script, HasSubstr("title 'lion'"));
}

}  // namespace
}  // namespace digits

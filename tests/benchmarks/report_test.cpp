#include "report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/temporary_directory.hpp"

namespace bench {
namespace {

const std::vector<row> rows{{.work = "adamw",
                             .reference = "hand-fused exact",
                             .size = "64 Mi",
                             .isa = "avx512",
                             .elements = 67108864,
                             .threads = 2,
                             .r = {0.75, 0.875, 1.0, 0.25, 0.5},
                             .target = 0.95}};

TEST(report, is_a_list_of_rows_in_json) {
  const support::temporary_directory folder;
  write_json(rows, (folder / "rows.json").string());
  const auto read = nlohmann::json::parse(support::content_of(folder / "rows.json"));
  EXPECT_EQ(read, nlohmann::json::parse(R"([{
    "work": "adamw", "reference": "hand-fused exact", "size": "64 Mi", "elements": 67108864, "threads": 2,
    "isa": "avx512", "ratio": 0.875, "lower_quartile": 0.75, "upper_quartile": 1.0, "target": 0.95,
    "reference_seconds": 0.25, "seconds": 0.5}])"));
}

TEST(report, says_which_file_it_cannot_write) {
  const support::temporary_directory folder;
  const std::string file = (folder / "no such folder/rows.json").string();
  try {
    write_json(rows, file);
    FAIL() << "wrote " << file;
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr(file));
  }
}

}  // namespace
}  // namespace bench

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "digits/history.hpp"

namespace digits {

/// The measurements, a row for each run and epoch.
std::string curves_csv(const std::vector<run>& runs);

struct curves_options {
  std::string title;
  bool picture = true;
  std::string gnuplot = "gnuplot";  ///< The command.
};

/// What was written.
struct curves_files {
  std::filesystem::path csv = {};
  std::optional<std::filesystem::path> png = {}, svg = {};
  std::string problem = {};  ///< Why a picture that was asked for is missing.
};

/// Writes curves.csv and, if asked, curves.gp, curves.png and curves.svg into `directory`. Every
/// file appears there when it is complete, or not at all. The pictures of an earlier call are
/// removed, so that what lies there belongs together. Throws std::runtime_error if the CSV or the
/// script cannot be written; a picture that cannot be made is only reported.
curves_files save_curves(const std::vector<run>& runs, const std::filesystem::path& directory,
                         const curves_options& options);

}  // namespace digits

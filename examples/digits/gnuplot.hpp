#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "digits/history.hpp"

namespace digits {

/// A gnuplot script that turns curves.csv into curves.png and curves.svg, in the current directory.
std::string curves_script(const std::vector<run>& runs, const std::string& title);

/// Lets `gnuplot` run the script in its directory. Returns what went wrong, or nothing.
std::string run_gnuplot(const std::string& gnuplot, const std::filesystem::path& script);

}  // namespace digits

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Numbers and lines for people. None of it depends on the locale.
namespace digits {

/// 0.0312 for (0.03118, 4).
std::string fixed(double value, int decimals);

/// 0.0312, 1.5 or 2.76e-05: up to `figures` significant ones.
std::string general(double value, int figures);

/// 12,345 for 12345.
std::string grouped(std::int64_t value);

/// 0.52 s, 812 us: three figures and a unit that fits.
std::string duration(double seconds);

std::string pad_right(std::string text, std::size_t width);
std::string pad_left(std::string text, std::size_t width);

/// Breaks a line at spaces so that no line is longer than `width` (unless one word is), every line
/// after `indent` blanks. Ends without a newline.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace digits

#pragma once

#include <string>
#include <string_view>

/// Text of a file or of an argument, for a terminal: control characters as \x1b, those between
/// U+0080 and U+009F too, but for new lines where they may stay.
std::string printable(std::string_view text, bool lines = false);

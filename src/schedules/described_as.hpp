#pragma once

#include "optaxx/core/call.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx::detail {

/// The same values under another description: for schedules that are made of others.
schedule described_as(const call& description, schedule inner);

}  // namespace optaxx::detail
